/** A piece of a message: what it is, its value in words, and where its bytes are. */
export interface Piece {
  label: string;
  value: string;
  /** First byte, and the one after the last, counted from the start of the record. */
  start: number;
  end: number;
}

/** A handshake message (RFC 5246 section 7.4) taken apart. */
export interface Message {
  name: string;
  start: number;
  end: number;
  pieces: Piece[];
  /** The certificates of a Certificate message, DER. */
  certificates: Uint8Array[];
}

const VERSIONS: Readonly<Record<number, string>> = {
  768: 'SSL 3.0',
  769: 'TLS 1.0',
  770: 'TLS 1.1',
  771: 'TLS 1.2',
  772: 'TLS 1.3',
};

const EXTENSIONS: Readonly<Record<number, string>> = {
  0: 'server_name',
  5: 'status_request',
  10: 'supported_groups',
  11: 'ec_point_formats',
  13: 'signature_algorithms',
  16: 'application_layer_protocol_negotiation',
  18: 'signed_certificate_timestamp',
  21: 'padding',
  22: 'encrypt_then_mac',
  23: 'extended_master_secret',
  27: 'compress_certificate',
  35: 'session_ticket',
  43: 'supported_versions',
  45: 'psk_key_exchange_modes',
  49: 'post_handshake_auth',
  50: 'signature_algorithms_cert',
  51: 'key_share',
  65281: 'renegotiation_info',
};

const GROUPS: Readonly<Record<number, string>> = {
  23: 'secp256r1',
  24: 'secp384r1',
  25: 'secp521r1',
  29: 'x25519',
  30: 'x448',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
  4588: 'X25519MLKEM768',
};

const SCHEMES: Readonly<Record<number, string>> = {
  513: 'rsa_pkcs1_sha1',
  515: 'ecdsa_sha1',
  1025: 'rsa_pkcs1_sha256',
  1281: 'rsa_pkcs1_sha384',
  1537: 'rsa_pkcs1_sha512',
  1027: 'ecdsa_secp256r1_sha256',
  1283: 'ecdsa_secp384r1_sha384',
  1539: 'ecdsa_secp521r1_sha512',
  2052: 'rsa_pss_rsae_sha256',
  2053: 'rsa_pss_rsae_sha384',
  2054: 'rsa_pss_rsae_sha512',
  2055: 'ed25519',
  2056: 'ed448',
  2057: 'rsa_pss_pss_sha256',
  2058: 'rsa_pss_pss_sha384',
  2059: 'rsa_pss_pss_sha512',
};

const MESSAGES: Readonly<Record<number, string>> = {
  0: 'HelloRequest',
  1: 'ClientHello',
  2: 'ServerHello',
  4: 'NewSessionTicket',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
  22: 'CertificateStatus',
};

const RECORD_HEADER = 5;

/** Reads forward over the bytes of a record and notes each piece. Throws RangeError past the end. */
class Pen {
  readonly pieces: Piece[] = [];
  readonly #bytes: Uint8Array;
  at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  number(size: number): number {
    let value = 0;
    for (const byte of this.take(size)) value = value * 256 + byte;
    return value;
  }

  take(size: number): Uint8Array {
    if (this.at + size > this.#bytes.length) throw new RangeError('The message ends too early.');
    this.at += size;
    return this.#bytes.subarray(this.at - size, this.at);
  }

  note(label: string, value: string, start: number): void {
    this.pieces.push({ label, value, start, end: this.at });
  }
}

export const hex = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

const id = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

const named = (names: Readonly<Record<number, string>>, value: number): string => names[value] ?? id(value);

/** GREASE (RFC 8701): values that mean nothing, sent to keep servers tolerant. */
const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** Turns base64 into bytes. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
}

/**
 * Takes the handshake messages of one record in clear apart. What is cut or not well-formed is given as far as it goes.
 *
 * @param record with its five-byte header
 * @param suites names of cipher suites by number
 */
export function readMessages(record: Uint8Array, suites: ReadonlyMap<number, string> = new Map()): Message[] {
  const messages: Message[] = [];
  let at = RECORD_HEADER;
  while (record[0] === 22 && at + 4 <= record.length) {
    const pen = new Pen(record, at);
    const type = pen.number(1);
    const length = pen.number(3);
    const end = Math.min(pen.at + length, record.length);
    pen.note('type and length', `${MESSAGES[type] ?? type}, ${length} bytes`, at);
    const certificates: Uint8Array[] = [];
    try {
      readBody(pen, type, end, suites, certificates);
    } catch {
      pen.at = end;
    }
    messages.push({
      name: MESSAGES[type] ?? `handshake ${type}`,
      start: at,
      end,
      pieces: pen.pieces,
      certificates,
    });
    at = end;
  }
  return messages;
}

function readBody(
  pen: Pen,
  type: number,
  end: number,
  suites: ReadonlyMap<number, string>,
  certificates: Uint8Array[],
): void {
  if (type === 1 || type === 2) readHello(pen, type === 1, end, suites);
  else if (type === 11) readCertificates(pen, end, certificates);
  else if (type === 12) readKeyExchange(pen, end);
  else readOther(pen, type, end);
}

function readOther(pen: Pen, type: number, end: number): void {
  const start = pen.at;
  if (type === 4) pen.note('lifetime', `${pen.number(4)} s`, start);
  if (end > pen.at) {
    const rest = pen.at;
    const size = pen.take(end - pen.at).length;
    pen.note(type === 16 ? 'public key of the client' : 'body', `${size} bytes`, rest);
  }
}

function readHello(pen: Pen, fromClient: boolean, end: number, suites: ReadonlyMap<number, string>): void {
  let start = pen.at;
  pen.note('version', named(VERSIONS, pen.number(2)), start);
  start = pen.at;
  pen.note('random', hex(pen.take(32)), start);
  start = pen.at;
  const session = pen.take(pen.number(1));
  pen.note('session id', session.length === 0 ? 'empty' : hex(session), start);
  start = pen.at;
  const list = fromClient ? pen.number(2) / 2 : 1;
  const names = Array.from({ length: list }, () => pen.number(2)).map((suite) =>
    isGrease(suite) ? 'GREASE' : (suites.get(suite) ?? id(suite)),
  );
  pen.note(fromClient ? 'cipher suites' : 'cipher suite', names.join(', '), start);
  start = pen.at;
  pen.note(
    'compression',
    pen.take(fromClient ? pen.number(1) : 1).every((byte) => byte === 0) ? 'none' : 'other',
    start,
  );
  if (pen.at >= end) return;
  pen.number(2);
  while (pen.at < end) {
    start = pen.at;
    const type = pen.number(2);
    const size = pen.number(2);
    const body = new Pen(pen.take(size), 0);
    const label = isGrease(type) ? 'GREASE' : (EXTENSIONS[type] ?? `extension ${type}`);
    pen.note(label, describeExtension(type, body, size, fromClient), start);
  }
}

function describeExtension(type: number, body: Pen, size: number, fromClient: boolean): string {
  const list = (names: Readonly<Record<number, string>>, bytes: number): string =>
    Array.from({ length: bytes / 2 }, () => body.number(2))
      .map((value) => (isGrease(value) ? 'GREASE' : named(names, value)))
      .join(', ');
  if (size === 0) return 'empty';
  try {
    if (type === 0) return text(body.take(size).subarray(5));
    if (type === 10) return list(GROUPS, body.number(2));
    if (type === 13 || type === 50) return list(SCHEMES, body.number(2));
    if (type === 43) return list(VERSIONS, fromClient ? body.number(1) : 2);
    if (type === 16) {
      const protocols: string[] = [];
      const until = body.number(2) + 2;
      while (body.at < until) protocols.push(text(body.take(body.number(1))));
      return protocols.join(', ');
    }
    if (type === 51 && fromClient) {
      const groups: string[] = [];
      const until = body.number(2) + 2;
      while (body.at < until) {
        const group = body.number(2);
        body.take(body.number(2));
        groups.push(isGrease(group) ? 'GREASE' : named(GROUPS, group));
      }
      return groups.join(', ');
    }
  } catch {
    return `${size} bytes, not well-formed`;
  }
  return `${size} bytes`;
}

function readCertificates(pen: Pen, end: number, certificates: Uint8Array[]): void {
  pen.number(3);
  while (pen.at < end) {
    const start = pen.at;
    const size = pen.number(3);
    certificates.push(pen.take(size));
    pen.note(
      certificates.length === 1 ? 'leaf' : `certificate ${certificates.length}`,
      `${size} bytes, DER`,
      start,
    );
  }
}

function readKeyExchange(pen: Pen, end: number): void {
  let start = pen.at;
  if (pen.number(1) !== 3) {
    pen.at = end;
    pen.note('parameters', `${end - start} bytes`, start);
    return;
  }
  pen.note('curve', named(GROUPS, pen.number(2)), start);
  start = pen.at;
  pen.note('public key of the router', hex(pen.take(pen.number(1))), start);
  start = pen.at;
  pen.note('signature algorithm', named(SCHEMES, pen.number(2)), start);
  start = pen.at;
  pen.note('signature', `${pen.take(pen.number(2)).length} bytes, made with the key of the leaf`, start);
}
