import { Packet, type Resource } from 'dns2';
import { HEADER_LENGTH } from './message-check.ts';
import { absolute } from './names.ts';
import type { AnswerPlan, PlannedRecord } from './plan.ts';
import type { Query } from './query.ts';

/** Octets of UDP payload without EDNS (RFC 1035 section 4.2.1), and the least that EDNS can announce. */
const UDP_LIMIT = 512;
/** Octets; a sender that announces more is not sent more than this in one datagram (RFC 6891 section 6.2.5). */
const UDP_LIMIT_EDNS = 4096;
/** Octets; the length prefix of TCP has 16 bits. */
const TCP_LIMIT = 0xffff;
/** The UDP payload that this server announces, octets: what passes any path unfragmented (DNS flag day 2020). */
const OWN_PAYLOAD_SIZE = 1232;

export interface Reply {
  octets: Buffer;
  truncated: boolean;
}

/**
 * Encodes the answer to a query. Where it does not fit, and where the plan says so, only the question and the OPT go
 * back over UDP with TC set, so that the sender asks again over TCP (RFC 2181 section 9).
 */
export function encodeReply(query: Query, plan: AnswerPlan, transport: 'udp' | 'tcp'): Reply {
  if (!(plan.truncate && transport === 'udp')) {
    const octets = encode(query, plan, false);
    if (octets.length <= limitOf(query, transport)) return { octets, truncated: false };
  }
  return { octets: encode(query, { ...plan, answers: [], authorities: [] }, true), truncated: true };
}

function limitOf({ edns }: Query, transport: 'udp' | 'tcp'): number {
  if (transport === 'tcp') return TCP_LIMIT;
  return Math.min(Math.max(edns?.payloadSize ?? UDP_LIMIT, UDP_LIMIT), UDP_LIMIT_EDNS);
}

function encode(query: Query, plan: AnswerPlan, truncated: boolean): Buffer {
  const packet = new Packet();
  packet.header = new Packet.Header({
    id: query.id,
    qr: 1,
    aa: plan.authoritative ? 1 : 0,
    tc: truncated ? 1 : 0,
    rd: query.recursionDesired ? 1 : 0,
    rcode: Packet.RCODE[plan.rcode],
  });
  const { name, type, class: cls } = query.question;
  packet.questions = [Object.assign(new Packet.Question(), { name: wireName(name), type, class: cls })];
  packet.answers = plan.answers.map(toResource);
  packet.authorities = plan.authorities.map(toResource);
  if (query.edns !== null) {
    const { dnssecOk: doFlag } = query.edns;
    packet.additionals = [Packet.Resource.EDNS([], { udpPayloadSize: OWN_PAYLOAD_SIZE, doFlag })];
  }
  const octets = packet.toBuffer();
  query.questionOctets.copy(octets, HEADER_LENGTH);
  return octets;
}

function toResource({ owner, type, ttl, rdata }: PlannedRecord): Resource {
  const base = { name: wireName(owner), type: Packet.TYPE[type], class: Packet.CLASS.IN, ttl };
  return new Packet.Resource({ ...rdata.fields, ...base });
}

/**
 * The name as dns2 wants it: octets as characters. dns2 ends a label at each dot, so a dot inside of one is given as
 * NUL; only the question has such labels, and its own octets are copied over what dns2 wrote.
 */
function wireName(name: string): string {
  if (!name.includes('\\')) return name;
  return name.replace(/\\(\d{3})/g, (_, decimal: string) =>
    decimal === '046' ? '\0' : String.fromCharCode(Number(decimal)),
  );
}

/** One line a record, as `dig` prints it. */
export function describeRecord({ owner, ttl, type, rdata }: PlannedRecord): string {
  return `${absolute(owner)} ${ttl} IN ${type} ${rdata.text}`;
}
