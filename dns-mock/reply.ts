import { HEADER_LENGTH } from './message-check.ts';
import { absolute } from './names.ts';
import type { AnswerPlan, PlannedRecord } from './plan.ts';
import type { Query } from './query.ts';
import { signatureLength } from './update/tsig.ts';
import { encodeMessage, type WireRecord } from './wire.ts';

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
 *
 * @param recursionAvailable what RA says (RFC 1035 section 4.1.1)
 */
export function encodeReply(
  query: Query,
  plan: AnswerPlan,
  transport: 'udp' | 'tcp',
  recursionAvailable = false,
): Reply {
  if (!(plan.truncate && transport === 'udp')) {
    const octets = encode(query, plan, { truncated: false, recursionAvailable });
    if (octets.length <= limitOf(query, transport)) return { octets, truncated: false };
  }
  return {
    octets: encode(query, { ...plan, answers: [], authorities: [] }, { truncated: true, recursionAvailable }),
    truncated: true,
  };
}

/** Octets that the reply may have, less what its signature will add. */
function limitOf({ edns, tsig }: Query, transport: 'udp' | 'tcp'): number {
  const reserved = tsig === null ? 0 : signatureLength(tsig);
  if (transport === 'tcp') return TCP_LIMIT - reserved;
  return Math.min(Math.max(edns?.payloadSize ?? UDP_LIMIT, UDP_LIMIT), UDP_LIMIT_EDNS) - reserved;
}

interface Flags {
  truncated: boolean;
  recursionAvailable: boolean;
}

function encode(query: Query, plan: AnswerPlan, { truncated, recursionAvailable }: Flags): Buffer {
  const { id, recursionDesired, question, edns } = query;
  const octets = encodeMessage({
    id,
    recursionDesired,
    question,
    truncated,
    recursionAvailable,
    authoritative: plan.authoritative,
    rcode: plan.rcode,
    answers: plan.answers.map(toWire),
    authorities: plan.authorities.map(toWire),
    edns: edns === null ? null : { payloadSize: OWN_PAYLOAD_SIZE, dnssecOk: edns.dnssecOk },
  });
  query.questionOctets.copy(octets, HEADER_LENGTH);
  return octets;
}

const toWire = ({ owner, type, ttl, rdata }: PlannedRecord): WireRecord => ({
  owner,
  type,
  ttl,
  fields: rdata.fields,
});

/** One line a record, as `dig` prints it. */
export function describeRecord({ owner, ttl, type, rdata }: PlannedRecord): string {
  return `${absolute(owner)} ${ttl} IN ${type} ${rdata.text}`;
}
