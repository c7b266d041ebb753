import type { Logger } from '../common/logger.ts';
import type { Observe } from '../common/observations.ts';
import { type AnswerPlan, refusal } from './plan.ts';
import { type Query, readMessage } from './query.ts';
import { describeRecord, encodeReply, type Reply } from './reply.ts';
import { nameOfType } from './wire.ts';
import type { ZoneStore } from './zone-store.ts';

/** A message as a socket took it in. */
export interface Arrival {
  transport: 'udp' | 'tcp';
  /** Address and port of the sender. */
  client: string;
  message: Buffer;
}

/**
 * Sends the reply, or, given null, notes that there will be none. Called exactly once for an arrival unless the server
 * closes first.
 *
 * @returns false where the sender was gone
 */
export type Send = (reply: Buffer | null) => boolean;

/** What a socket does with each message. */
export type Receive = (arrival: Arrival, send: Send) => void;

/** Types that clients do ask for and dns2 has no name for. */
const MORE_TYPE_NAMES: Record<number, string> = { 43: 'DS', 64: 'SVCB', 65: 'HTTPS', 251: 'IXFR' };

/** Turns messages into replies and reports what it saw; knows nothing of sockets. */
export class Responder {
  readonly #registry: ZoneStore;
  readonly #observe: Observe;
  readonly #log: Logger;
  readonly #delayed = new Set<NodeJS.Timeout>();

  constructor(registry: ZoneStore, observe: Observe, log: Logger) {
    this.#registry = registry;
    this.#observe = observe;
    this.#log = log;
  }

  readonly receive: Receive = (arrival, send) => {
    const reading = readMessage(arrival.message);
    if (reading.kind === 'query') {
      this.#answer(arrival, reading.query, send);
      return;
    }
    const { transport, client } = arrival;
    this.#log.debug({ transport, client, why: reading.why }, 'a DNS message that is no query');
    send(reading.kind === 'refused' ? reading.reply : null);
  };

  #answer(arrival: Arrival, query: Query, send: Send): void {
    const startedAt = performance.now();
    // Version 0 is the only one that there is (RFC 6891 section 6.1.3).
    const badVersion = query.edns !== null && query.edns.version > 0;
    const plan = badVersion ? refusal('BADVERS') : this.#registry.answer(query.question);
    const reply = plan.silent ? null : encodeReply(query, plan, arrival.transport);
    const finish = (): void => {
      const sent = send(reply === null ? null : reply.octets);
      this.#report(arrival, query, plan, sent ? reply : null, performance.now() - startedAt);
    };
    if (plan.delayMs === 0 || plan.silent) {
      finish();
      return;
    }
    const timer = setTimeout(() => {
      this.#delayed.delete(timer);
      finish();
    }, plan.delayMs);
    this.#delayed.add(timer);
  }

  #report(arrival: Arrival, query: Query, plan: AnswerPlan, reply: Reply | null, durationMs: number): void {
    const { name, type } = query.question;
    this.#observe({
      kind: 'dns-query',
      transport: arrival.transport,
      client: arrival.client,
      name: name || '.',
      type: MORE_TYPE_NAMES[type] ?? nameOfType(type),
      edns: query.edns !== null,
      rcode: reply === null ? null : plan.rcode,
      answers: reply === null || reply.truncated ? [] : plan.answers.map(describeRecord),
      truncated: reply?.truncated ?? false,
      fault: plan.fault,
      durationMs: Math.round(durationMs * 1000) / 1000,
    });
  }

  /** Forgets the replies that are still to come. */
  close(): void {
    for (const timer of this.#delayed) clearTimeout(timer);
    this.#delayed.clear();
  }
}
