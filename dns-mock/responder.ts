import type { Logger } from '../common/logger.ts';
import type { Observe } from '../common/observations.ts';
import { type AnswerPlan, refusal } from './plan.ts';
import { type Query, readMessage } from './query.ts';
import { describeRecord, encodeReply, type Reply } from './reply.ts';
import { isUpdate } from './update/read-update.ts';
import { judgeSignature } from './update/tsig.ts';
import type { TsigKey } from './update/tsig-key.ts';
import { type UpdateAccess, Updater } from './update/updater.ts';
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

/** What a server does with messages beside answering from its zones. */
export interface ResponderPolicy {
  update: UpdateAccess;
  recursionAvailable: boolean;
}

/** Turns messages into replies and reports what it saw; knows nothing of sockets. */
export class Responder {
  readonly #registry: ZoneStore;
  readonly #observe: Observe;
  readonly #log: Logger;
  readonly #updater: Updater;
  readonly #recursionAvailable: boolean;
  readonly #keys: readonly TsigKey[];
  readonly #delayed = new Set<NodeJS.Timeout>();

  constructor(registry: ZoneStore, observe: Observe, log: Logger, policy: ResponderPolicy) {
    this.#registry = registry;
    this.#observe = observe;
    this.#log = log;
    this.#recursionAvailable = policy.recursionAvailable;
    this.#keys = policy.update.keys;
    this.#updater = new Updater(registry, policy.update, observe, log);
  }

  readonly receive: Receive = (arrival, send) => {
    if (isUpdate(arrival.message)) {
      send(this.#updater.answer(arrival));
      return;
    }
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
    const signature = query.tsig === null ? null : judgeSignature(arrival.message, query.tsig, this.#keys);
    const plan =
      signature?.verdict.outcome === 'bad'
        ? refusal('NOTAUTH')
        : badVersion
          ? refusal('BADVERS')
          : this.#registry.answer(query.question);
    const reply = plan.silent ? null : encodeReply(query, plan, arrival.transport, this.#recursionAvailable);
    const finish = (): void => {
      const sent = send(reply === null ? null : (signature?.sign(reply.octets) ?? reply.octets));
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
