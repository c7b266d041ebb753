/**
 * What the gateway, the DNS server and the model server saw, as plain serialisable records. The control API, the
 * log, the metrics and the judge read this stream and nothing else. Bearer keys and bodies are never part of it.
 */

/** Who sent a TLS alert and which (RFC 5246 section 7.2). */
export interface Alert {
  level: 'warning' | 'fatal' | 'unknown';
  code: number;
  /** The name the RFC gives it: `unknown_ca`, `protocol_version`, … */
  description: string;
  sentBy: 'client' | 'server';
}

/** What a ClientHello offered (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2). */
export interface ClientOffer {
  /** `TLSv1.3`, `TLSv1.2`, … highest first. */
  versions: string[];
  /** IANA names, `0xNNNN` where none is known. */
  cipherSuites: string[];
  alpn: string[];
  sni: string | null;
}

/** One question to the DNS server and what became of it. */
export interface DnsQueryObserved {
  kind: 'dns-query';
  transport: 'udp' | 'tcp';
  client: string;
  name: string;
  type: string;
  edns: boolean;
  /** RFC 1035 name of the RCODE, or null where nothing was answered. */
  rcode: string | null;
  /** One line an answer record, as `dig` prints it: `www.contoso.com. 60 IN A 127.0.0.1`. */
  answers: string[];
  truncated: boolean;
  /** The fault in force for the name, or null. */
  fault: string | null;
  durationMs: number;
}

/** A TCP connection was accepted. `listener` names the router's listener. */
export interface ConnectionOpened {
  kind: 'connection-opened';
  connection: number;
  listener: ListenerName;
  client: string;
  /** The address and port it came in on, which tells apart two routers of one world. */
  local: string;
}

export type ListenerName = 'https' | 'http';

/** A TCP connection is gone. */
export interface ConnectionClosed {
  kind: 'connection-closed';
  connection: number;
  /** Bytes on the wire. */
  bytesReceived: number;
  bytesSent: number;
  /** Bytes of the application protocol that reached the router: decrypted on `https`, as they came on `http`. */
  applicationBytes: number;
  /** An Authorization header came in clear on the TLS port; left out where no plain HTTP came there. */
  keyInClear?: boolean;
  how: 'client-fin' | 'client-reset' | 'server-fin' | 'server-reset' | 'timeout' | 'error';
  durationMs: number;
}

/** A ClientHello arrived and could be read. */
export interface ClientHelloObserved {
  kind: 'tls-client-hello';
  connection: number;
  offered: ClientOffer;
}

/** One TLS record on the wire; only emitted where the wire is tapped (scenarios, `verify`). */
export interface TlsRecordObserved {
  kind: 'tls-record';
  connection: number;
  sentBy: 'client' | 'server';
  type: 'change_cipher_spec' | 'alert' | 'handshake' | 'application_data' | 'unknown';
  /** Names of the handshake messages in the record while they are in clear: `ClientHello`, `Certificate`, … */
  messages: string[];
  alert: Alert | null;
  encrypted: boolean;
  length: number;
}

/** The handshake ended. A plain HTTP request on the TLS port ends it with `plain-http`. */
export interface HandshakeObserved {
  kind: 'tls-handshake';
  connection: number;
  outcome:
    | 'completed'
    | 'refused-by-server'
    | 'refused-by-client'
    | 'plain-http'
    | 'cut'
    | 'timeout'
    | 'garbage';
  /** Null where no ClientHello could be read. */
  offered: ClientOffer | null;
  version: string | null;
  cipherSuite: string | null;
  alpn: string | null;
  resumed: boolean;
  /** SHA-256 of the leaf that was served, hex with colons; null before a certificate was chosen. */
  servedFingerprint: string | null;
  alert: Alert | null;
  /** OpenSSL's own reason where there is one, for those who search the web for it. */
  error: string | null;
  durationMs: number;
}

/** The head of a request arrived. Nothing of the body and nothing of the key is here. */
export interface RequestObserved {
  kind: 'http-request';
  connection: number;
  /** The id the router gave it: `x-request-id`. */
  requestId: string;
  clientRequestId: string | null;
  listener: ListenerName;
  method: string;
  path: string;
  host: string | null;
  endpoint: string | null;
  authorization: 'valid' | 'invalid' | 'missing';
  userAgent: string | null;
}

/** A request was answered, or will never be. */
export interface ResponseObserved {
  kind: 'http-response';
  connection: number;
  requestId: string;
  /** Null where the client went away before a status line was sent. */
  status: number | null;
  deployment: string | null;
  requestBytes: number;
  responseBytes: number;
  /** `complete`, the client went away, or the router broke it off on purpose (a fault). */
  outcome: 'complete' | 'client-gone' | 'cut';
  /** Which decision of the router made the status: `scored`, `unauthorized`, `timeout`, …; a fault's name where one did. */
  decision: string;
  durationMs: number;
}

/** The secret changed on disk, was taken into service, or was refused. */
export interface SecretObserved {
  kind: 'secret';
  event: 'loaded' | 'changed' | 'refused';
  /** Does the router serve this fingerprint now? A changed secret waits for the extension update. */
  served: boolean;
  fingerprint: string | null;
  notAfter: string | null;
  detail: string;
}

/** The settings of the extension were changed. */
export interface ExtensionObserved {
  kind: 'extension';
  event: 'created' | 'updated' | 'deleted' | 'refused';
  detail: string;
}

export type ObservationBody =
  | DnsQueryObserved
  | ConnectionOpened
  | ConnectionClosed
  | ClientHelloObserved
  | TlsRecordObserved
  | HandshakeObserved
  | RequestObserved
  | ResponseObserved
  | SecretObserved
  | ExtensionObserved;

/** `seq` counts from 1 in each stream; `at` is ISO 8601; `ms` is monotonic since the stream began. */
export type Observation = ObservationBody & { seq: number; at: string; ms: number };

/** What a room is given to tell what it saw. Must not throw and must not wait. */
export type Observe = (observation: ObservationBody) => void;
