import { execFile } from 'node:child_process';
import dgram from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { silentLogger } from '../../common/logger.ts';
import { ObservationLog } from '../../common/observation-log.ts';
import type { DnsQueryObserved, Observation } from '../../common/observations.ts';
import { type DnsOptions, type DnsServer, startDns } from '../../dns-mock/server.ts';
import type { RecordType, Zone, ZoneRecord } from '../../dns-mock/zone.ts';

const run = promisify(execFile);

export function record(name: string, type: RecordType, value: string, ttl = 60): ZoneRecord {
  return { name, type, value, ttl };
}

export function zone(...records: ZoneRecord[]): Zone {
  return { origin: 'contoso.com', records, negativeTtl: 30 };
}

/** A server on a free port of 127.0.0.1, with what it observed. */
export async function startTestDns(
  zones: Zone[],
  options: Partial<DnsOptions> = {},
): Promise<DnsServer & { observations: ObservationLog }> {
  const observations = new ObservationLog();
  const defaults = { host: '127.0.0.1', port: 0, observe: observations.emit, log: silentLogger };
  return { ...(await startDns({ ...defaults, zones, ...options })), observations };
}

export function isQuery(observation: Observation): observation is Observation & DnsQueryObserved {
  return observation.kind === 'dns-query';
}

/** What `dig` prints; one attempt of 2 s. */
export async function dig(dns: DnsServer, ...args: string[]): Promise<string> {
  const at = [`@${dns.address}`, '-p', String(dns.port), '+tries=1', '+time=2'];
  const { stdout } = await run('dig', [...at, ...args]).catch((error: { stdout: string }) => error);
  return stdout;
}

export async function nslookup(dns: DnsServer, name: string): Promise<string> {
  const args = [`-port=${dns.port}`, '-timeout=2', '-retry=0', name, dns.address];
  const { stdout } = await run('nslookup', args).catch((error: { stdout: string }) => error);
  return stdout;
}

/** Node's resolver (c-ares), pointed at the server. */
export function resolver(dns: DnsServer): Resolver {
  const made = new Resolver({ timeout: 2000, tries: 1 });
  made.setServers([
    dns.address.includes(':') ? `[${dns.address}]:${dns.port}` : `${dns.address}:${dns.port}`,
  ]);
  return made;
}

export interface QueryShape {
  id?: number;
  flags?: number;
  name?: string;
  type?: number;
  class?: number;
  /** Adds an OPT record. */
  edns?: { payloadSize?: number; version?: number; flags?: number; rdata?: Buffer };
}

/** A query written octet by octet, so that what is tested does not test itself. */
export function query(shape: QueryShape = {}): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt16BE(shape.id ?? 0x1234, 0);
  header.writeUInt16BE(shape.flags ?? 0x0100, 2);
  header.writeUInt16BE(1, 4);
  const question = Buffer.alloc(4);
  question.writeUInt16BE(shape.type ?? 1, 0);
  question.writeUInt16BE(shape.class ?? 1, 2);
  const parts = [header, wireName(shape.name ?? 'www.contoso.com'), question];
  if (shape.edns !== undefined) {
    header.writeUInt16BE(1, 10);
    parts.push(opt(shape.edns));
  }
  return Buffer.concat(parts);
}

export function wireName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  const octets = labels.flatMap((label) => [Buffer.of(label.length), Buffer.from(label, 'latin1')]);
  return Buffer.concat([...octets, Buffer.of(0)]);
}

export function opt(shape: NonNullable<QueryShape['edns']>): Buffer {
  const { payloadSize = 1232, version = 0, flags = 0, rdata = Buffer.alloc(0) as Buffer } = shape;
  const fixed = Buffer.alloc(11);
  fixed.writeUInt16BE(41, 1);
  fixed.writeUInt16BE(payloadSize, 3);
  fixed.writeUInt8(version, 6);
  fixed.writeUInt16BE(flags, 7);
  fixed.writeUInt16BE(rdata.length, 9);
  return Buffer.concat([fixed, rdata]);
}

/** The header of a response. */
export function headerOf(response: Buffer) {
  const flags = response.readUInt16BE(2);
  return {
    id: response.readUInt16BE(0),
    response: (flags & 0x8000) !== 0,
    authoritative: (flags & 0x0400) !== 0,
    truncated: (flags & 0x0200) !== 0,
    recursionDesired: (flags & 0x0100) !== 0,
    rcode: flags & 0xf,
    counts: [4, 6, 8, 10].map((at) => response.readUInt16BE(at)),
  };
}

/** A UDP socket that sends to the server and hands out what comes back, in order. */
export async function udpClient(dns: DnsServer) {
  const socket = dgram.createSocket(dns.address.includes(':') ? 'udp6' : 'udp4');
  socket.connect(dns.port, dns.address);
  await once(socket, 'connect');
  const received: Buffer[] = [];
  const waiting: ((message: Buffer) => void)[] = [];
  socket.on('message', (message) => {
    const next = waiting.shift();
    if (next === undefined) received.push(message);
    else next(message);
  });
  const close = () => new Promise<void>((resolve) => socket.close(resolve));
  return {
    send: (message: Buffer) =>
      new Promise<void>((resolve, reject) =>
        socket.send(message, (error) => (error ? reject(error) : resolve())),
      ),
    next(): Promise<Buffer> {
      const message = received.shift();
      return message === undefined
        ? new Promise((resolve) => waiting.push(resolve))
        : Promise.resolve(message);
    },
    [Symbol.asyncDispose]: close,
  };
}

/** mulberry32: the same numbers for the same seed, from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
