import { once } from 'node:events';
import type { Logger } from '../common/logger.ts';
import type { Observe } from '../common/observations.ts';
import type { DnsFault, FaultType } from './faults.ts';
import { Responder } from './responder.ts';
import { openSockets } from './sockets.ts';
import { serveTcp, type TcpLimits } from './tcp.ts';
import { serveUdp } from './udp.ts';
import { DEFAULT_UPDATE_ACCESS, type UpdateAccess } from './update/updater.ts';
import type { Zone, ZoneRecord } from './zone.ts';
import { type NamedFault, ZoneStore } from './zone-store.ts';

export type { NamedFault } from './zone-store.ts';

export interface DnsOptions {
  /** May be empty: every question is then refused, or denied with `answersAll`. */
  zones: Zone[];
  /** An address or a name of this machine; `::1` works as well as `127.0.0.1`. */
  host: string;
  /** For UDP and TCP; 0 takes one that is free for both. */
  port: number;
  observe: Observe;
  log: Logger;
  /** Who may change the zones by RFC 2136 messages; default: this machine, without a key. */
  update?: UpdateAccess | undefined;
  /** Set RA in replies: this server is the resolver of its clients. Other names are refused all the same; default false. */
  recursionAvailable?: boolean | undefined;
  /**
   * Answer NXDOMAIN for names outside the zones, as a resolver would, and not REFUSED, as an authority does; for places
   * where this is the only server. Default false.
   */
  answersAll?: boolean;
  /** Default: 10 s idle, 100 connections. */
  tcp?: Partial<TcpLimits>;
  /** The clock that TTLs of the fault `stale` run by, ms; default `performance.now`. */
  now?: () => number;
}

/** A DNS server that is up. */
export interface DnsServer {
  readonly address: string;
  readonly port: number;
  /** The origins of all zones, in lower case without the trailing dot. */
  zones(): string[];
  /** All records, names in lower case without the trailing dot. */
  listRecords(): ZoneRecord[];
  /**
   * Replaces all records that a name has, of whatever type; an empty list removes the name.
   *
   * @throws MockError DNS_OUTSIDE_ZONES, and as `indexZones` does; nothing is changed then
   */
  setRecords(name: string, records: Omit<ZoneRecord, 'name'>[]): void;
  /** @returns whether there was a record to remove */
  unsetRecords(name: string): boolean;
  /**
   * Puts a fault in force for a name, in place of the one that it may have for the same type; the name needs no record.
   *
   * @throws MockError DNS_OUTSIDE_ZONES, DNS_BAD_FAULT, and as `indexZones` does for old records
   */
  setFault(name: string, fault: DnsFault): void;
  /** Ends the fault of one type, or all that the name has. @returns whether there was a fault to end */
  clearFault(name: string, type?: FaultType): boolean;
  listFaults(): NamedFault[];
  /**
   * Takes other zones in one step and ends all faults.
   *
   * @throws MockError as `indexZones` does; the old zones stay then
   */
  replaceZones(zones: Zone[]): void;
  /** Resolves when the last socket is gone. Replies that were still to come are dropped. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_TCP_LIMITS: TcpLimits = { idleMs: 10_000, maxConnections: 100 };

/**
 * Starts the authority for some zones, over UDP and TCP on one port.
 *
 * @throws MockError PORT_IN_USE, PORT_NOT_ALLOWED, ADDRESS_NOT_HERE, and as `indexZones` does
 */
export async function startDns(options: DnsOptions): Promise<DnsServer> {
  const { host, observe, log } = options;
  const registry = new ZoneStore(options.zones, options.now ?? (() => performance.now()), options.answersAll);
  const responder = new Responder(registry, observe, log, {
    update: options.update ?? DEFAULT_UPDATE_ACCESS,
    recursionAvailable: options.recursionAvailable ?? false,
  });
  const { address, port, udp, tcp } = await openSockets(host, options.port);
  for (const socket of udp) serveUdp(socket, responder.receive, log);
  const cutConnections = serveTcp(tcp, responder.receive, { ...DEFAULT_TCP_LIMITS, ...options.tcp }, log);
  log.debug({ address, port }, 'the DNS server is up');

  let closed: Promise<unknown> | null = null;
  const close = async (): Promise<void> => {
    closed ??= Promise.all([tcp, ...udp].map((socket) => once(socket, 'close')));
    if (tcp.listening) {
      responder.close();
      for (const socket of udp) socket.close();
      tcp.close();
      cutConnections();
    }
    await closed;
  };
  return {
    address,
    port,
    zones: () => registry.zones(),
    listRecords: () => registry.listRecords(),
    setRecords: (name, records) => registry.setRecords(name, records),
    unsetRecords: (name) => registry.unsetRecords(name),
    setFault: (name, fault) => registry.setFault(name, fault),
    clearFault: (name, type) => registry.clearFault(name, type),
    listFaults: () => registry.listFaults(),
    replaceZones: (zones) => registry.replaceZones(zones),
    close,
    [Symbol.asyncDispose]: close,
  };
}
