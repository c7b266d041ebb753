import { checkMessage, HEADER_LENGTH } from './message-check.ts';
import type { Question, Rcode } from './plan.ts';
import { readTsig, type Tsig } from './update/tsig.ts';
import { parseMessage, RCODE } from './wire.ts';

/** Bits of the flags in the header (RFC 1035 section 4.1.1). */
const [RESPONSE, OPCODE, RECURSION_DESIRED] = [0x8000, 0x7800, 0x0100];

/** What the sender's OPT record says (RFC 6891 section 6.1.2). */
export interface Edns {
  version: number;
  /** UDP payload that the sender can take, octets. */
  payloadSize: number;
  dnssecOk: boolean;
}

/** A query that can be answered. */
export interface Query {
  id: number;
  recursionDesired: boolean;
  question: Question;
  /** The question section as it came, so that it goes back octet by octet, case included. */
  questionOctets: Buffer;
  /** Null where the query carries no OPT record. */
  edns: Edns | null;
  /** Null where the query is not signed (RFC 8945). */
  tsig: Tsig | null;
}

/** What a message turned out to be. */
export type Reading =
  | { kind: 'query'; query: Query }
  /** `reply` is the whole answer, ready to send. */
  | { kind: 'refused'; rcode: Rcode; reply: Buffer; why: string }
  | { kind: 'ignored'; why: string };

/** Reads a message. Does not throw, whatever the octets are. */
export function readMessage(message: Buffer): Reading {
  const check = checkMessage(message);
  if (check.verdict === 'ignore') return { kind: 'ignored', why: check.why };
  if (check.verdict === 'refuse') return refuse(message, check.rcode, check.why);

  const tsig = check.tsigStart === null ? null : readTsig(message, check.tsigStart);
  if (check.tsigStart !== null && tsig === null)
    return refuse(message, 'FORMERR', 'a TSIG record that cannot be read');
  const parsed = parseMessage(message);
  // The outline was right, so what cannot be read is the inside of a record: an option of the OPT, for one.
  if (typeof parsed === 'string') return refuse(message, 'FORMERR', parsed);
  const { id, recursionDesired, question, edns } = parsed;
  return {
    kind: 'query',
    query: {
      id,
      recursionDesired,
      question: { name: check.name, ...question },
      questionOctets: message.subarray(HEADER_LENGTH, check.questionEnd),
      edns,
      tsig,
    },
  };
}

/**
 * A header alone: what a message that cannot be read gets back, never longer than the message itself. Written by hand
 * because floods of such messages are what must cost least.
 */
function refuse(message: Buffer, rcode: 'FORMERR' | 'NOTIMP', why: string): Reading {
  const reply = Buffer.alloc(HEADER_LENGTH);
  message.copy(reply, 0, 0, 2);
  const echoed = message.readUInt16BE(2) & (OPCODE | RECURSION_DESIRED);
  reply.writeUInt16BE(RESPONSE | echoed | RCODE[rcode], 2);
  return { kind: 'refused', rcode, reply, why };
}
