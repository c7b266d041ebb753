import { createHmac, timingSafeEqual } from 'node:crypto';
import { isTsigAlgorithm, TSIG_HASHES, type TsigKey } from './tsig-key.ts';
import { encodeWireName, readWireName } from './wire-name.ts';

/** The TSIG record of a message (RFC 8945 section 4.2). */
export interface Tsig {
  keyName: string;
  /** As the sender names it, in lower case. */
  algorithm: string;
  /** Seconds since 1970. */
  timeSigned: number;
  /** Seconds that the clocks may differ. */
  fudge: number;
  mac: Buffer;
  originalId: number;
  error: number;
  other: Buffer;
  /** Where the record begins in its message. */
  recordStart: number;
}

/** How the TSIG of a request was judged (RFC 8945 section 5.2). */
export type TsigVerdict =
  | { outcome: 'good'; key: TsigKey }
  /** The answer is NOTAUTH with this error; it is signed where `key` is given. */
  | { outcome: 'bad'; error: TsigError; key: TsigKey | null; why: string };

/** Error codes of TSIG (RFC 8945 section 3). */
export type TsigError = keyof typeof TSIG_ERRORS;
const TSIG_ERRORS = { BADSIG: 16, BADKEY: 17, BADTIME: 18, BADTRUNC: 22 } as const;

const TYPE_TSIG = 250;
const CLASS_ANY = 255;
/** Seconds that the clocks may differ, in answers (RFC 8945 section 10). */
const FUDGE = 300;
/** Octets of the longest MAC, that of HMAC-SHA512. */
const MAX_MAC = 64;

/** @param recordStart offset of the record in its message @returns null where it is not a TSIG record */
export function readTsig(message: Buffer, recordStart: number): Tsig | null {
  const owner = readWireName(message, recordStart);
  if (owner === null || owner.end + 10 > message.length) return null;
  // Class ANY and TTL 0 (RFC 8945 section 4.2).
  if (message.readUInt16BE(owner.end + 2) !== CLASS_ANY || message.readUInt32BE(owner.end + 4) !== 0)
    return null;
  const start = owner.end + 10;
  const end = start + message.readUInt16BE(owner.end + 8);
  const algorithm = readWireName(message, start);
  if (end > message.length || algorithm === null || algorithm.end + 10 > end) return null;
  const macStart = algorithm.end + 10;
  const macEnd = macStart + message.readUInt16BE(algorithm.end + 8);
  if (macEnd + 6 > end || macEnd + 6 + message.readUInt16BE(macEnd + 4) !== end) return null;
  // A key whose name has other octets than a host name is never one of ours, and the answer has to repeat the name.
  if (owner.name.includes('\\') || algorithm.name.includes('\\')) return null;
  return {
    keyName: owner.name,
    algorithm: algorithm.name,
    timeSigned: message.readUIntBE(algorithm.end, 6),
    fudge: message.readUInt16BE(algorithm.end + 6),
    mac: message.subarray(macStart, macEnd),
    originalId: message.readUInt16BE(macEnd),
    error: message.readUInt16BE(macEnd + 2),
    other: message.subarray(macEnd + 6, end),
    recordStart,
  };
}

/** Octets that `signAnswer` adds to an answer at most. */
export function signatureLength({ keyName, algorithm, mac }: Tsig): number {
  return keyName.length + 2 + 10 + algorithm.length + 2 + 16 + Math.max(mac.length, MAX_MAC) + 6;
}

/** A request's signature, judged. */
export interface JudgedSignature {
  verdict: TsigVerdict;
  /** Signs the answer to that request, as the verdict requires. */
  sign(answer: Buffer): Buffer;
}

/** Judges the signature of a request by the clock of this machine. */
export function judgeSignature(message: Buffer, tsig: Tsig, keys: readonly TsigKey[]): JudgedSignature {
  const nowSeconds = Date.now() / 1000;
  const verdict = verifyTsig(message, tsig, keys, nowSeconds);
  const error = verdict.outcome === 'bad' ? verdict.error : null;
  return {
    verdict,
    sign: (answer) => signAnswer(answer, { request: tsig, key: verdict.key, error, nowSeconds }),
  };
}

/**
 * Judges the signature of a request, in the order of RFC 8945 section 5.2: key, MAC, time.
 *
 * @param nowSeconds since 1970
 */
export function verifyTsig(
  message: Buffer,
  tsig: Tsig,
  keys: readonly TsigKey[],
  nowSeconds: number,
): TsigVerdict {
  const key = keys.find(({ name, algorithm }) => name === tsig.keyName && algorithm === tsig.algorithm);
  if (key === undefined) {
    const why = isTsigAlgorithm(tsig.algorithm)
      ? `no key ${tsig.keyName} with ${tsig.algorithm}`
      : `the algorithm ${tsig.algorithm} is not supported`;
    return { outcome: 'bad', error: 'BADKEY', key: null, why };
  }
  const unsigned = Buffer.from(message.subarray(0, tsig.recordStart));
  unsigned.writeUInt16BE(tsig.originalId, 0);
  unsigned.writeUInt16BE(message.readUInt16BE(10) - 1, 10);
  const expected = digest(key, [unsigned, variables(key, tsig)]);
  // A shortened MAC is allowed by the RFC for servers that choose so; this one does not (section 5.2.2.1).
  if (tsig.mac.length < expected.length && timingSafeEqual(expected.subarray(0, tsig.mac.length), tsig.mac))
    return {
      outcome: 'bad',
      error: tsig.mac.length === 0 ? 'BADSIG' : 'BADTRUNC',
      key: null,
      why: 'a shortened MAC',
    };
  if (tsig.mac.length !== expected.length || !timingSafeEqual(expected, tsig.mac))
    return { outcome: 'bad', error: 'BADSIG', key: null, why: `the MAC is not the one of key ${key.name}` };
  const skew = Math.abs(nowSeconds - tsig.timeSigned);
  if (skew > tsig.fudge)
    return {
      outcome: 'bad',
      error: 'BADTIME',
      key,
      why: `signed ${Math.round(skew)} s away from this clock`,
    };
  return { outcome: 'good', key };
}

/** What an answer's signature depends on. */
export interface SigningContext {
  request: Tsig;
  /** Null for an answer whose TSIG record carries no MAC (RFC 8945 section 5.3.2). */
  key: TsigKey | null;
  error: TsigError | null;
  /** Since 1970. */
  nowSeconds: number;
}

/** Adds a TSIG record to an answer (RFC 8945 section 5.3). @param answer a whole message without one */
export function signAnswer(answer: Buffer, { request, key, error, nowSeconds }: SigningContext): Buffer {
  const now = Math.floor(nowSeconds);
  const badTime = error === 'BADTIME';
  const other = Buffer.alloc(badTime ? 6 : 0);
  if (badTime) other.writeUIntBE(now, 0, 6);
  const fields: Tsig = {
    ...request,
    // A sender whose clock is wrong has to find its own time again (section 5.2.3).
    timeSigned: badTime ? request.timeSigned : now,
    fudge: FUDGE,
    error: error === null ? 0 : TSIG_ERRORS[error],
    other,
  };
  const mac =
    key === null
      ? Buffer.alloc(0)
      : digest(key, [uint16(request.mac.length), request.mac, answer, variables(key, fields)]);
  const rdata = Buffer.concat([
    encodeWireName(request.algorithm),
    time(fields),
    uint16(mac.length),
    mac,
    uint16(request.originalId),
    uint16(fields.error),
    uint16(other.length),
    other,
  ]);
  const record = Buffer.concat([
    encodeWireName(request.keyName),
    uint16(TYPE_TSIG),
    uint16(CLASS_ANY),
    Buffer.alloc(4),
    uint16(rdata.length),
    rdata,
  ]);
  const signed = Buffer.concat([answer, record]);
  signed.writeUInt16BE(answer.readUInt16BE(10) + 1, 10);
  return signed;
}

/** The fields of the record that the MAC covers (RFC 8945 section 4.3.3). */
function variables(key: TsigKey, tsig: Tsig): Buffer {
  return Buffer.concat([
    encodeWireName(key.name),
    uint16(CLASS_ANY),
    Buffer.alloc(4),
    encodeWireName(key.algorithm),
    time(tsig),
    uint16(tsig.error),
    uint16(tsig.other.length),
    tsig.other,
  ]);
}

function digest({ algorithm, secret }: TsigKey, parts: readonly Buffer[]): Buffer {
  const hmac = createHmac(TSIG_HASHES[algorithm], secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

function time({ timeSigned, fudge }: Pick<Tsig, 'timeSigned' | 'fudge'>): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeUIntBE(timeSigned, 0, 6);
  octets.writeUInt16BE(fudge, 6);
  return octets;
}

function uint16(value: number): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(value);
  return octets;
}
