/*
 * Looks at a message before dns2 does. dns2 3.0 hung on a header that claims 65,535 questions; 3.1 reads on for a fifth
 * of a second where one datagram brings thousands of records whose names all point to a long one. Here each octet is
 * read once at most, pointers are not followed, and what no query has is refused by its count.
 */

/** What is to be done with a message. */
export type Check =
  /** Nothing: not a message, or a response, which answered would make two servers talk for ever. */
  | { verdict: 'ignore'; why: string }
  | { verdict: 'refuse'; rcode: 'FORMERR' | 'NOTIMP'; why: string }
  /** A query that dns2 can be given. `name` is in presentation form, the others are octet offsets. */
  | { verdict: 'query'; name: string; questionEnd: number; tsigStart: number | null };

export const HEADER_LENGTH = 12;
/** Octets. A query is a header, a name and a few options; a longer message is no query that a client would send. */
const MAX_QUERY_LENGTH = 4096;

const TYPE_OPT = 41;
const TYPE_TSIG = 250;
const MAX_NAME_OCTETS = 255;
/** OPT and one signature (RFC 6891 section 6.1.1, RFC 8945 section 5.1). */
const MAX_ADDITIONALS = 2;
/** The SOA that an IXFR query brings (RFC 1995 section 3). */
const MAX_AUTHORITIES = 1;

/** Judges a message by its outline: RFC 1035 sections 4.1 and 2.3.4, RFC 9619 (one question), RFC 6891 section 6.1. */
export function checkMessage(message: Buffer): Check {
  if (message.length < HEADER_LENGTH) return { verdict: 'ignore', why: 'shorter than a header' };
  const flags = message.readUInt16BE(2);
  if (flags & 0x8000) return { verdict: 'ignore', why: 'a response' };
  // Other opcodes have sections of their own making, so nothing more can be said about the message.
  if (flags & 0x7800) return { verdict: 'refuse', rcode: 'NOTIMP', why: 'an opcode other than QUERY' };
  const formErr = (why: string): Check => ({ verdict: 'refuse', rcode: 'FORMERR', why });

  if (message.length > MAX_QUERY_LENGTH) return formErr('longer than any query');
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  if (questions !== 1) return formErr(`${questions} questions`);
  if (answers !== 0) return formErr('a query with answers');
  if (authorities === undefined || authorities > MAX_AUTHORITIES) return formErr('too many authorities');
  if (additionals === undefined || additionals > MAX_ADDITIONALS) return formErr('too many additionals');

  const question = readQuestionName(message);
  if (question === null) return formErr('a question that is no name');
  const questionEnd = question.end + 4;
  if (questionEnd > message.length) return formErr('a question cut short');

  let offset = questionEnd;
  let opts = 0;
  let tsigStart: number | null = null;
  for (let index = 0; index < authorities + additionals; index++) {
    const record = readRecord(message, offset);
    if (record === null) return formErr('a record cut short');
    if (record.type === TYPE_OPT) {
      opts += 1;
      if (index < authorities || message[offset] !== 0) return formErr('an OPT record out of place');
    }
    if (record.type === TYPE_TSIG) {
      // RFC 8945 section 5.1: the last record of the message.
      if (index !== authorities + additionals - 1 || index < authorities)
        return formErr('a TSIG record out of place');
      tsigStart = offset;
    }
    offset = record.end;
  }
  if (opts > 1) return formErr('more than one OPT record');
  if (offset !== message.length) return formErr('octets after the last record');
  return { verdict: 'query', name: question.name, questionEnd, tsigStart };
}

/** The question comes first, so there is no name that a pointer in it could point to. */
function readQuestionName(message: Buffer): { name: string; end: number } | null {
  const labels: string[] = [];
  let at = HEADER_LENGTH;
  for (;;) {
    const length = message[at];
    if (length === undefined || length > 63) return null;
    const end = at + 1 + length;
    // The root label counts, too.
    if (end > message.length || end - HEADER_LENGTH > MAX_NAME_OCTETS) return null;
    if (length === 0) return { name: labels.join('.'), end };
    labels.push(present(message.subarray(at + 1, end)));
    at = end;
  }
}

/** Writes a label so that a dot in it cannot be taken for the end of it. */
function present(label: Buffer): string {
  const text = label.toString('latin1');
  if (/^[a-zA-Z0-9_*-]+$/.test(text)) return text;
  return text.replace(/[^!-~]|[.\\]/g, (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`);
}

function readRecord(message: Buffer, start: number): { type: number; end: number } | null {
  const fields = skipName(message, start);
  if (fields === null || fields + 10 > message.length) return null;
  const end = fields + 10 + message.readUInt16BE(fields + 8);
  return end > message.length ? null : { type: message.readUInt16BE(fields), end };
}

/** @returns the offset after the name, or null where it is not one */
function skipName(message: Buffer, start: number): number | null {
  let at = start;
  for (;;) {
    const length = message[at];
    if (length === undefined) return null;
    if (length === 0) return at + 1;
    if (length >= 0xc0) {
      const second = message[at + 1];
      // A pointer is to a prior occurrence (RFC 1035 section 4.1.4); this alone makes a loop impossible.
      if (second === undefined || ((length & 0x3f) << 8) + second >= start) return null;
      return at + 2;
    }
    if (length > 63 || at + 1 + length - start > MAX_NAME_OCTETS) return null;
    at += 1 + length;
  }
}
