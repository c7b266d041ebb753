/**
 * DNS messages as octets (RFC 1035 section 4). The one file that knows dns2; names, faults and limits are decided
 * elsewhere.
 */
import { Packet, type Resource } from 'dns2';

export const { TYPE, CLASS, RCODE } = Packet;

/** The data of a record, in the fields that the encoder of its type reads. */
export type RecordFields = Partial<Resource>;

/** A message that has at least one question. */
export interface ParsedMessage {
  id: number;
  recursionDesired: boolean;
  question: { type: number; class: number };
  /** The OPT record (RFC 6891 section 6.1), or null. */
  edns: { version: number; payloadSize: number; dnssecOk: boolean } | null;
}

export interface WireRecord {
  owner: string;
  type: keyof typeof TYPE;
  /** Seconds. */
  ttl: number;
  fields: RecordFields;
}

export interface WireReply {
  id: number;
  authoritative: boolean;
  truncated: boolean;
  recursionDesired: boolean;
  recursionAvailable: boolean;
  rcode: keyof typeof RCODE;
  question: { name: string; type: number; class: number };
  answers: readonly WireRecord[];
  authorities: readonly WireRecord[];
  /** The OPT record of the reply, or null for none. */
  edns: { payloadSize: number; dnssecOk: boolean } | null;
}

/** The name of a record type, `TYPE65` for one that has none (RFC 3597 section 5). */
export const nameOfType = (type: number): string => Packet.typeName(type);

/** Reads a message. @returns a sentence where a part of it cannot be read */
export function parseMessage(message: Buffer): ParsedMessage | string {
  const packet = Packet.parse(message);
  const [question] = packet.questions;
  const [error] = packet.errors;
  if (question === undefined || error !== undefined) return error?.message ?? '';
  const opt = packet.additionals.find(({ type }) => type === TYPE.EDNS);
  return {
    id: packet.header.id,
    recursionDesired: packet.header.rd === 1,
    question: { type: question.type, class: question.class },
    edns:
      opt === undefined
        ? null
        : { version: opt.version ?? 0, payloadSize: opt.class, dnssecOk: opt.doFlag === true },
  };
}

/** Writes a reply. */
export function encodeMessage(reply: WireReply): Buffer {
  const packet = new Packet();
  packet.header = new Packet.Header({
    id: reply.id,
    qr: 1,
    aa: reply.authoritative ? 1 : 0,
    tc: reply.truncated ? 1 : 0,
    rd: reply.recursionDesired ? 1 : 0,
    ra: reply.recursionAvailable ? 1 : 0,
    rcode: RCODE[reply.rcode],
  });
  const { name, type, class: cls } = reply.question;
  packet.questions = [Object.assign(new Packet.Question(), { name: wireName(name), type, class: cls })];
  packet.answers = reply.answers.map(toResource);
  packet.authorities = reply.authorities.map(toResource);
  if (reply.edns !== null) {
    const { payloadSize: udpPayloadSize, dnssecOk: doFlag } = reply.edns;
    packet.additionals = [Packet.Resource.EDNS([], { udpPayloadSize, doFlag })];
  }
  return packet.toBuffer();
}

function toResource({ owner, type, ttl, fields }: WireRecord): Resource {
  return new Packet.Resource({ ...fields, name: wireName(owner), type: TYPE[type], class: CLASS.IN, ttl });
}

/**
 * The name as dns2 wants it: octets as characters. dns2 ends a label at each dot, so a dot inside a label is given as
 * NUL; only the question has such labels, and its own octets are copied over what dns2 wrote.
 */
function wireName(name: string): string {
  if (!name.includes('\\')) return name;
  return name.replace(/\\(\d{3})/g, (_, decimal: string) =>
    decimal === '046' ? '\0' : String.fromCharCode(Number(decimal)),
  );
}
