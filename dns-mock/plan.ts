import { type DnsFault, type FaultInForce, type FaultTable, remaining } from './faults.ts';
import { CLASS, TYPE } from './wire.ts';
import {
  closestZone,
  findNode,
  type IndexedRecord,
  type IndexedZone,
  type Node,
  soaFor,
  type ZoneIndex,
} from './zone.ts';

/** A question as it came, its name in the case of the sender. */
export interface Question {
  name: string;
  type: number;
  class: number;
}

/** The names that RFC 1035 section 4.1.1 and RFC 6891 section 9 give to the response codes used here. */
export type Rcode =
  | 'NOERROR'
  | 'FORMERR'
  | 'SERVFAIL'
  | 'NXDOMAIN'
  | 'NOTIMP'
  | 'REFUSED'
  | 'NOTAUTH'
  | 'BADVERS';

export interface PlannedRecord extends IndexedRecord {
  owner: string;
}

/** What shall become of a question, before anything of it is encoded or sent. */
export interface AnswerPlan {
  rcode: Rcode;
  authoritative: boolean;
  answers: PlannedRecord[];
  authorities: PlannedRecord[];
  /** Nothing at all is sent. */
  silent: boolean;
  delayMs: number;
  /** Over UDP only the question goes back, with TC set. */
  truncate: boolean;
  /** The first fault that had a hand in the answer. */
  fault: DnsFault['fault'] | null;
  /** Faults of kind `rotate` whose turn this was: the sender moves their count on. */
  rotated: { fault: FaultInForce; type: 'A' | 'AAAA' }[];
}

/** Links of a CNAME chain that are followed; a longer one is left to the resolver. */
const MAX_LINKS = 16;
/** Seconds for which a resolver may remember that a foreign name is not there. */
const FOREIGN_NEGATIVE_TTL = 5;
const ROOT_SOA = soaFor('', FOREIGN_NEGATIVE_TTL, 1);
/** RFC 1995; dns2 does not name it. */
const IXFR = 251;

/** A plan that says nothing but the response code. */
export function refusal(rcode: Rcode): AnswerPlan {
  return {
    rcode,
    authoritative: false,
    answers: [],
    authorities: [],
    silent: false,
    delayMs: 0,
    truncate: false,
    fault: null,
    rotated: [],
  };
}

/**
 * Decides the answer to a question: RFC 1034 section 4.3.2 for an authority without recursion and without
 * delegations, RFC 2308 for negative answers, RFC 4592 for wildcards, RFC 8482 for ANY. CNAMEs are followed as long as
 * they lead to zones of this server. A fault is that of the name, or of the wildcard, that the look-up came to; so one
 * set for the target of a CNAME shows in the answer for the alias, too.
 *
 * @param now the clock by which the faults were set, ms
 * @param answersAll answer NXDOMAIN for names outside the zones, as a resolver would, and not REFUSED, as an authority does
 */
export function planAnswer(
  question: Question,
  zones: ZoneIndex,
  faults: Pick<FaultTable, 'find'>,
  now: number,
  answersAll = false,
): AnswerPlan {
  if (question.type === TYPE.EDNS) return refusal('FORMERR');
  if (question.class !== CLASS.IN || question.type === TYPE.AXFR || question.type === IXFR)
    return refusal('REFUSED');

  const plan = refusal('NOERROR');
  const visited = new Set<string>();
  let owner = question.name;
  while (visited.size <= MAX_LINKS) {
    const name = owner.toLowerCase();
    // A loop is answered with its CNAMEs, each once: it is for the resolver to give up on it.
    if (visited.has(name)) return plan;
    const zone = closestZone(zones, name);
    if (zone === undefined) {
      if (visited.size > 0) return plan;
      return answersAll || isSearched(zones, name) ? denyAsResolver() : refusal('REFUSED');
    }
    if (visited.size === 0) plan.authoritative = true;
    visited.add(name);

    const { source, node } = findNode(zone, name);
    const step = applyFault(
      plan,
      faults.find(name, question.type) ?? faults.find(source, question.type),
      node,
      question,
      now,
    );
    if (step === 'over') return plan;
    if (step === 'nxdomain') return deny(plan, 'NXDOMAIN', zone);
    const records = select(step, question.type);
    if (records.length === 0) return deny(plan, 'NOERROR', zone);
    for (const record of records) plan.answers.push({ owner, ...record });
    const alias = records[0]?.type === 'CNAME' ? records[0].rdata.fields.domain : undefined;
    if (alias === undefined || question.type === TYPE.CNAME || question.type === TYPE.ANY) return plan;
    owner = alias;
  }
  return plan;
}

/** @returns the node to answer from, or how the look-up ends */
function applyFault(
  plan: AnswerPlan,
  inForce: FaultInForce | undefined,
  node: Node | undefined,
  question: Question,
  now: number,
): Node | 'nxdomain' | 'over' {
  const found = node ?? 'nxdomain';
  if (inForce === undefined) return found;
  const { given } = inForce;
  const first = plan.fault ?? given.fault;
  switch (given.fault) {
    case 'nxdomain':
      plan.fault = first;
      return 'nxdomain';
    case 'nodata':
      plan.fault = first;
      return new Map();
    case 'servfail':
    case 'refused':
      Object.assign(plan, refusal(given.fault === 'servfail' ? 'SERVFAIL' : 'REFUSED'), { fault: first });
      return 'over';
    case 'no-answer':
      plan.fault = first;
      plan.silent = true;
      return 'over';
    case 'truncate':
      plan.fault = first;
      plan.truncate = true;
      return found;
    case 'delay':
      plan.fault = first;
      plan.delayMs += given.delayMs;
      return found;
    case 'stale': {
      const stale = remaining(inForce, now);
      if (select(stale, question.type).length === 0) return found;
      plan.fault = first;
      // What is remembered is not said with authority (RFC 1034 section 4.3.1).
      if (plan.answers.length === 0) plan.authoritative = false;
      return stale;
    }
    case 'rotate': {
      const type = question.type === TYPE.A ? 'A' : question.type === TYPE.AAAA ? 'AAAA' : null;
      if (type === null) return found;
      plan.fault = first;
      plan.rotated.push({ fault: inForce, type });
      const turn = Math.min(inForce.turns[type], inForce.sets.length - 1);
      return new Map([[type, inForce.sets[turn]?.[type] ?? []]]);
    }
  }
}

/** The records of a node that answer a query type; a CNAME stands for every type (RFC 1034 section 3.6.2). */
function select(node: Node, type: number): readonly IndexedRecord[] {
  // One record set is all that ANY gets (RFC 8482 section 4.1).
  if (type === TYPE.ANY) return node.values().next().value ?? [];
  for (const [held, records] of node) if (TYPE[held] === type || held === 'CNAME') return records;
  return [];
}

/**
 * Whether a name is one of the zones' with a search domain behind it, `www.contoso.com.azureml.svc.cluster.local`: a stub
 * resolver asks for that before the name itself (`ndots:5` of Kubernetes), and some give up at REFUSED (musl).
 */
function isSearched(zones: ZoneIndex, name: string): boolean {
  for (let at = name.lastIndexOf('.'); at > 0; at = name.lastIndexOf('.', at - 1))
    if (closestZone(zones, name.slice(0, at)) !== undefined) return true;
  return false;
}

/** NXDOMAIN with the SOA of the root, which is above every name. */
function denyAsResolver(): AnswerPlan {
  const plan = refusal('NXDOMAIN');
  plan.authorities.push({ owner: '', ...ROOT_SOA });
  return plan;
}

function deny(plan: AnswerPlan, rcode: 'NOERROR' | 'NXDOMAIN', zone: IndexedZone): AnswerPlan {
  plan.rcode = rcode;
  plan.authorities.push({ owner: zone.origin, ...zone.negativeSoa });
  return plan;
}
