/**
 * What the gateway, the DNS server and the model server saw, as plain serialisable records. The control API, the
 * log, the metrics and the judge read this stream and nothing else. Bearer keys and bodies are never part of it.
 */

import type { DnsUpdateObserved, ResourceObserved } from './change-observations.ts';

export type { DnsUpdateObserved, ResourceObserved } from './change-observations.ts';

/** Who sent a TLS alert and which (RFC 5246 section 7.2). */
export interface Alert {
  /** `fatal` ends the connection. */
  level: 'warning' | 'fatal' | 'unknown';
  /** The number the RFC gives it. */
  code: number;
  /** The name the RFC gives it: `unknown_ca`, `protocol_version`, … */
  description: string;
  /** `server` is the router. */
  sentBy: 'client' | 'server';
}

/** What a ClientHello offered (RFC 5246 section 7.4.1.2, RFC 8446 section 4.1.2). */
export interface ClientOffer {
  /** `TLSv1.3`, `TLSv1.2`, … highest first. */
  versions: string[];
  /** IANA names, `0xNNNN` where none is known. */
  cipherSuites: string[];
  /** Protocols of ALPN (RFC 7301), in the order of the client. */
  alpn: string[];
  /** Host name of server_name (RFC 6066 section 3); null where there was none. */
  sni: string | null;
  /** Numbers of the extensions, in the order of the client; GREASE (RFC 8701) is left out here and below. */
  extensions: number[];
  /** Numbers of supported_groups (RFC 8446 section 4.2.7). */
  groups: number[];
  /** Numbers of signature_algorithms (RFC 8446 section 4.2.3). */
  signatureSchemes: number[];
  /** Numbers of ec_point_formats (RFC 8422 section 5.1.2). */
  pointFormats: number[];
  /** Bytes of the session id. */
  sessionIdLength: number;
  /** The fingerprint JA4, by which the client's TLS library can be recognised. */
  ja4: string;
}

/** One question to the DNS server and what became of it. */
export interface DnsQueryObserved {
  kind: 'dns-query';
  /** What the query came over. */
  transport: 'udp' | 'tcp';
  /** Address and port of the client. */
  client: string;
  /** QNAME, absolute, without the trailing dot. */
  name: string;
  /** QTYPE: `A`, `AAAA`, … */
  type: string;
  /** The query had an OPT record (RFC 6891). */
  edns: boolean;
  /** RFC 1035 name of the RCODE, or null where nothing was answered. */
  rcode: string | null;
  /** One line an answer record, as `dig` prints it: `www.contoso.com. 60 IN A 127.0.0.1`. */
  answers: string[];
  /** The answer had the TC bit, which asks for TCP. */
  truncated: boolean;
  /** The fault in force for the name, or null. */
  fault: string | null;
  /** From the query to its answer, ms. */
  durationMs: number;
}

/** A TCP connection was accepted. `listener` names the router's listener. */
export interface ConnectionOpened {
  kind: 'connection-opened';
  /** Which connection, counted from 1. */
  connection: number;
  /** Which listener of the router it came to. */
  listener: ListenerName;
  /** Address and port of the client. */
  client: string;
  /** The address and port it came in on, which distinguishes two routers of one world. */
  local: string;
}

/** The listeners of the router: TLS, and plain HTTP. */
export type ListenerName = 'https' | 'http';

/** A connection is served by another listener, the world of its scenario, which sees it as one of its own. */
export interface ConnectionHandedOn {
  kind: 'connection-handed-on';
  /** Which connection, counted from 1. */
  connection: number;
  /** The address and port that it has as a client of the other listener. */
  from: string;
}

/** A TCP connection is gone. */
export interface ConnectionClosed {
  kind: 'connection-closed';
  /** Which connection, counted from 1. */
  connection: number;
  /** Bytes on the wire. */
  bytesReceived: number;
  /** Bytes on the wire, to the client. */
  bytesSent: number;
  /** Bytes of the application protocol that reached the router: decrypted on `https`, as they came on `http`. */
  applicationBytes: number;
  /** An Authorization header came in clear on the TLS port; left out where no plain HTTP came there. */
  keyInClear?: boolean;
  /** Who ended it, and whether in order (FIN) or not (RST). */
  how: 'client-fin' | 'client-reset' | 'server-fin' | 'server-reset' | 'timeout' | 'error';
  /** How long it was open, ms. */
  durationMs: number;
}

/** A ClientHello arrived and could be read. */
export interface ClientHelloObserved {
  kind: 'tls-client-hello';
  /** Which connection, counted from 1. */
  connection: number;
  /** What is in it. */
  offered: ClientOffer;
}

/** One TLS record on the wire; only emitted where the wire is tapped (scenarios, `verify`). */
export interface TlsRecordObserved {
  kind: 'tls-record';
  /** Which connection, counted from 1. */
  connection: number;
  /** `server` is the router. */
  sentBy: 'client' | 'server';
  /** ContentType (RFC 5246 section 6.2.1). */
  type: 'change_cipher_spec' | 'alert' | 'handshake' | 'application_data' | 'unknown';
  /** Names of the handshake messages in the record while they are in clear: `ClientHello`, `Certificate`, … */
  messages: string[];
  /** The alert in it, as long as alerts are in clear. */
  alert: Alert | null;
  /** It comes after a ChangeCipherSpec. */
  encrypted: boolean;
  /** Bytes, the 5 of its head among them. */
  length: number;
  /** The whole record, base64, at most 16 KiB; only where it is in clear, so never a key and never a body. */
  bytes?: string;
}

/** The handshake ended. A plain HTTP request on the TLS port ends it with `plain-http`. */
export interface HandshakeObserved {
  kind: 'tls-handshake';
  /** Which connection, counted from 1. */
  connection: number;
  /** How it ended: completed, refused by an alert of either side, or not brought to an end. */
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
  /** The version that was agreed on: `TLSv1.2`; null where it did not come to that. */
  version: string | null;
  /** IANA name of the cipher suite; null where it did not come to that. */
  cipherSuite: string | null;
  /** The protocol that ALPN chose (RFC 7301); null where none was. */
  alpn: string | null;
  /** An abbreviated handshake, which shows no certificate. */
  resumed: boolean;
  /** SHA-256 of the leaf that was served, hex with colons; null before a certificate was chosen. */
  servedFingerprint: string | null;
  /** The fatal alert that ended it, or null. */
  alert: Alert | null;
  /** OpenSSL's own reason where there is one, for those who search the web for it. */
  error: string | null;
  /** From the accepted connection, ms. */
  durationMs: number;
}

/** A place in the head of a request: the Authorization field, another field, the request target (RFC 9112 section 3.2). */
export type KeyPlace = 'authorization' | 'field' | 'target';

/** The head of a request arrived. Nothing of the body and nothing of the key is here. */
export interface RequestObserved {
  kind: 'http-request';
  /** Which connection, counted from 1. */
  connection: number;
  /** The id the router gave it: `x-request-id`. */
  requestId: string;
  /** `x-ms-client-request-id`, or null. */
  clientRequestId: string | null;
  /** Which listener of the router it came to. */
  listener: ListenerName;
  /** As in the request line. */
  method: string;
  /** Path and query of the request line. */
  path: string;
  /** The Host field, or null. */
  host: string | null;
  /** The endpoint that the path names, or null. */
  endpoint: string | null;
  /** Where the request carries a bearer key, by its value; the body is looked at later. */
  keyIn: KeyPlace[];
  /** What became of the bearer key. The key itself is nowhere in an observation. */
  authorization: 'valid' | 'invalid' | 'missing';
  /** The User-Agent field, or null. */
  userAgent: string | null;
}

/** A request was answered, or will never be. */
export interface ResponseObserved {
  kind: 'http-response';
  /** Which connection, counted from 1. */
  connection: number;
  /** The id of its request. */
  requestId: string;
  /** Null where the client went away before a status line was sent. */
  status: number | null;
  /** Where the request was sent to; null where the router answered by itself. */
  deployment: string | null;
  /** Bytes of the body that the router read. */
  requestBytes: number;
  /** A bearer key was in what was read of the body. */
  keyInBody: boolean;
  /** Bytes of the body that the router wrote. */
  responseBytes: number;
  /** `complete`, the client went away, or the router broke it off on purpose (a fault). */
  outcome: 'complete' | 'client-gone' | 'cut';
  /** Which decision of the router made the status: `scored`, `unauthorized`, `timeout`, …; a fault's name where one did. */
  decision: string;
  /** From the head of the request to the end of the answer, ms. */
  durationMs: number;
}

/** The secret changed on disk, was taken into service, or was refused. */
export interface SecretObserved {
  kind: 'secret';
  /** What became of the secret. */
  event: 'loaded' | 'changed' | 'refused';
  /** Does the router serve this fingerprint now? A changed secret waits for the extension update. */
  served: boolean;
  /** SHA-256 of its leaf, hex with colons; null where there is none. */
  fingerprint: string | null;
  /** When its leaf expires, ISO 8601; null where there is none. */
  notAfter: string | null;
  /** A sentence for people. */
  detail: string;
}

/** The settings of the extension were changed. */
export interface ExtensionObserved {
  kind: 'extension';
  /** What became of the extension. */
  event: 'created' | 'updated' | 'deleted' | 'refused';
  /** A sentence for people. */
  detail: string;
}

/** One observation; `kind` says which. */
export type ObservationBody =
  | DnsQueryObserved
  | DnsUpdateObserved
  | ResourceObserved
  | ConnectionOpened
  | ConnectionHandedOn
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

/** What a room reports its observations with. Must not throw and must not wait. */
export type Observe = (observation: ObservationBody) => void;
