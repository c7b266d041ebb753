import net from 'node:net';
import { MockError } from '../../common/errors.ts';
import type { Logger } from '../../common/logger.ts';
import type { Observe } from '../../common/observations.ts';
import { HEADER_LENGTH } from '../message-check.ts';
import { absolute } from '../names.ts';
import type { ZoneStore } from '../zone-store.ts';
import { decideUpdate, UPDATE_RCODES, type UpdateRcode } from './decide-update.ts';
import { readUpdate, type UpdateMessage } from './read-update.ts';
import { judgeSignature } from './tsig.ts';
import type { TsigKey } from './tsig-key.ts';

/** Who may change zones by RFC 2136 messages. */
export interface UpdateAccess {
  /** An update signed with one of these is accepted from anywhere. */
  keys: readonly TsigKey[];
  /** An unsigned update is accepted where it comes from this machine. */
  unsignedFromLoopback: boolean;
}

/** Without keys, what comes from this machine is accepted. */
export const DEFAULT_UPDATE_ACCESS: UpdateAccess = { keys: [], unsignedFromLoopback: true };

/** An UPDATE message as a socket took it in. */
export interface UpdateArrival {
  transport: 'udp' | 'tcp';
  /** Address and port of the sender. */
  client: string;
  message: Buffer;
}

/** What an update came to. */
interface Outcome {
  rcode: UpdateRcode;
  changes: string[];
  detail: string;
}

/** Flags of the header (RFC 2136 section 2.2): the opcode UPDATE in an answer. */
const ANSWER = 0x8000 | (5 << 11);

/** Carries out UPDATE messages on the zones of a server. */
export class Updater {
  readonly #zones: ZoneStore;
  readonly #access: UpdateAccess;
  readonly #observe: Observe;
  readonly #log: Logger;

  constructor(zones: ZoneStore, access: UpdateAccess, observe: Observe, log: Logger) {
    this.#zones = zones;
    this.#access = access;
    this.#observe = observe;
    this.#log = log;
  }

  /** @returns the answer, always: a message that cannot be read gets FORMERR. Does not throw. */
  answer({ transport, client, message }: UpdateArrival): Buffer {
    const startedAt = performance.now();
    const update = readUpdate(message);
    if (typeof update === 'string') {
      this.#log.debug({ transport, client, why: update }, 'a DNS update that cannot be read');
      return encodeAnswer(message, 'FORMERR', HEADER_LENGTH);
    }
    const { outcome, octets, key } = this.#carryOut(client, message, update);
    this.#observe({
      kind: 'dns-update',
      transport,
      client,
      zone: update.zone || '.',
      key,
      rcode: outcome.rcode,
      changes: outcome.changes,
      detail: outcome.detail,
      durationMs: Math.round((performance.now() - startedAt) * 1000) / 1000,
    });
    return octets;
  }

  #carryOut(
    client: string,
    message: Buffer,
    update: UpdateMessage,
  ): { outcome: Outcome; octets: Buffer; key: string | null } {
    const { tsig } = update;
    const encode = (rcode: UpdateRcode): Buffer => encodeAnswer(message, rcode, update.zoneEnd);
    if (tsig === null) {
      const outcome = this.#acceptsUnsigned(client) ? this.#decide(update) : this.#refuseUnsigned(client);
      return { outcome, octets: encode(outcome.rcode), key: null };
    }
    const { verdict, sign } = judgeSignature(message, tsig, this.#access.keys);
    const outcome: Outcome =
      verdict.outcome === 'good'
        ? this.#decide(update)
        : { rcode: 'NOTAUTH', changes: [], detail: `${verdict.error}: ${verdict.why}` };
    return { outcome, octets: sign(encode(outcome.rcode)), key: tsig.keyName };
  }

  #acceptsUnsigned(client: string): boolean {
    return this.#access.unsignedFromLoopback && isLoopback(client);
  }

  #refuseUnsigned(client: string): Outcome {
    const wanted = this.#access.keys.map(({ name }) => absolute(name)).join(', ');
    const detail =
      wanted === ''
        ? `unsigned updates are accepted from this machine only, and this one came from ${client}`
        : `the update is not signed; the key is ${wanted}`;
    return { rcode: 'REFUSED', changes: [], detail };
  }

  #decide(update: UpdateMessage): Outcome {
    const zone = this.#zones.zoneForUpdate(update.zone);
    if (zone === null) {
      const detail = `this server is not the authority for ${absolute(update.zone)}`;
      return { rcode: 'NOTAUTH', changes: [], detail };
    }
    const decision = decideUpdate(zone, update);
    if (decision.rcode !== 'NOERROR') return { rcode: decision.rcode, changes: [], detail: decision.why };
    const { changes } = decision;
    if (changes.length === 0) return { rcode: 'NOERROR', changes, detail: 'nothing to change' };
    try {
      this.#zones.replaceRecords(zone.origin, decision.records);
    } catch (error) {
      // What the zone cannot hold: a delegation, for one.
      if (!(error instanceof MockError)) throw error;
      return { rcode: 'REFUSED', changes: [], detail: error.message };
    }
    return { rcode: 'NOERROR', changes, detail: `${changes.length} records changed` };
  }
}

/** Header and zone section of the request, answered (RFC 2136 section 3.8). @param end offset after what is repeated */
function encodeAnswer(message: Buffer, rcode: UpdateRcode, end: number): Buffer {
  const answer = Buffer.from(message.subarray(0, end));
  answer.writeUInt16BE(ANSWER | UPDATE_RCODES[rcode], 2);
  answer.fill(0, 4, HEADER_LENGTH);
  answer.writeUInt16BE(end > HEADER_LENGTH ? 1 : 0, 4);
  return answer;
}

/** @param client address and port: `127.0.0.1:53`, `[::1]:53` */
function isLoopback(client: string): boolean {
  const address = client.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return net.isIPv4(address)
    ? address.startsWith('127.')
    : address === '::1' || address.startsWith('::ffff:127.');
}
