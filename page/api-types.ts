/** What the control API answers, as types. The one place where the page names another room, and only its types. */
export type {
  Alert,
  ClientOffer,
  ConnectionClosed,
  DnsQueryObserved,
  HandshakeObserved,
  Observation,
  RequestObserved,
  ResponseObserved,
  TlsRecordObserved,
} from '../common/observations.ts';

/** `GET /page/facts`: addresses and paths of this run, for commands that work as pasted. No key is among them. */
export interface Facts {
  /** Names the run; another one means that the harness was started again. */
  run: string;
  /** `seq` of the last observation when this was answered. */
  last: number;
  fqdn: string;
  scoringUri: string;
  /** Where the router listens for TLS; null while it is closed. */
  httpsUrl: string | null;
  httpUrl: string | null;
  /** Path of the CA file, or null where the harness keeps everything in memory. */
  caFile: string | null;
  dns: { address: string; port: number } | null;
  /** The origin of the page; it is not part of the answer. */
  controlUrl: string;
  /** How the command of this harness is written in a shell. */
  cli: string;
  /** What of the control API there is: a lone gateway has no scenarios, for one. */
  parts: {
    scenarios: boolean;
    dns: boolean;
    extension: boolean;
    endpoints: boolean;
    captures: boolean;
    report?: boolean;
  };
}

/** A row of `GET /scenarios`. */
export interface ScenarioCard {
  name: string;
  aliases: string[];
  title: string;
  group: string;
  importance: string;
  expectation: 'accept' | 'reject' | 'advise';
  lesson: string;
}

/** `GET /health`. */
export interface Health {
  status: string;
  fqdn: string;
  scoringUri: string;
  scenario: string | null;
  served: { fingerprint: string; notAfter: string | null; names: string[] } | null;
}

/** `GET /extension`. */
export interface Extension {
  installed: boolean;
  config: Record<string, string>;
  configProtectedKeys: string[];
  scoring: { uri: string } | null;
  served: Health['served'];
  waitingSecret: string | null;
  healthReport: { text: string } | null;
}

/** A record of `GET /dns/records`. */
export interface DnsRecord {
  name: string;
  type: string;
  ttl: number;
  value: string;
}

/** A fault of `GET /dns/faults`. */
export interface DnsFault {
  name: string;
  fault: string;
}

/** An endpoint of `GET /endpoints`. */
export interface Endpoint {
  name: string;
  authMode: string;
  traffic: Record<string, number>;
  deployments: { name: string; [more: string]: unknown }[];
}

/** One certificate as `POST /page/certificates` reads it. */
export interface Certificate {
  subject: string;
  issuer: string;
  serialNumber: string;
  notBefore: string;
  notAfter: string;
  names: string[];
  key: string;
  keyBits: number | null;
  signature: string;
  ca: boolean;
  pathLength: number | null;
  keyUsage: string[];
  extendedKeyUsage: string[];
  unknownCritical: string[];
  fingerprint: string;
  selfSigned: boolean;
  /** Whether the next certificate of the chain issued this one, by its signature; null where there is no next one. */
  signedByNext: boolean | null;
  /** Whether it is, or was issued by, what clients of this harness are to trust. */
  trusted: boolean;
  pem: string;
  /** As `openssl x509 -text` prints it; null where openssl is not installed. */
  text: string | null;
}

/** `POST /page/captures`: bytes of the demo client on the wire. */
export interface Captures {
  /** Invented for this capture. */
  key: string;
  body: string;
  plain: Capture;
  tls: Capture;
}

export interface Capture {
  url: string;
  status: number;
  /** What travelled, in order; `bytes` is base64. */
  chunks: { sentBy: 'client' | 'server'; ms: number; bytes: string }[];
}
