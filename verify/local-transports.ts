import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { WorldSpec } from '../harness/world-spec.ts';
import type { Authority } from '../pki/authority.ts';
import { lookupWith } from '../scenarios/reference-client.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import type { Client, Transport } from './lane.ts';
import { processesWithKey } from './left-processes.ts';
import { openWorld } from './open-world.ts';
import { startProxy } from './proxy.ts';
import type { RunResult } from './report/assemble.ts';
import { runInWorld } from './run-in-world.ts';

/** The client is sent through a proxy of ours: works on every system, but the proxy asks DNS in its place. */
export function proxyTransport(authority: Authority, reason: string): Transport {
  return {
    via: 'proxy',
    reason,
    skips: ({ group, world }) => {
      if (group === 'dns')
        return 'behind a proxy it is the proxy that asks DNS and connects, so the client is not seen';
      return world.fqdn === undefined
        ? null
        : 'a client that ignores its proxy could find a real host of this name; only the name of the world is reserved';
    },
    ...localLanes(async () => (scenario, client, stop) => runBehindProxy(scenario, client, authority, stop)),
  };
}

/** The client connects to loopback and the world's own port; for clients that take no proxy. */
export async function directTransport(authority: Authority, reason: string): Promise<Transport> {
  const host = await loopbackName();
  return {
    via: 'direct',
    reason,
    skips: ({ group, world }) => {
      if (group === 'dns') return 'without the mock DNS as its resolver the client is not seen asking';
      if (world.httpsGone === true && world.plainHttp === 'serve')
        return 'the ports of this world are not 443 and 80, so a client that falls back to HTTP would not find it';
      if (isIP(host) !== 0 && isAboutNames(world))
        return 'the system knows no name for loopback, and the certificate of this scenario is about names';
      return world.fqdn === undefined && world.scoringHost === undefined
        ? null
        : 'the scenario lives by its host name, and the client could only be sent to a loopback name';
    },
    ...localLanes(
      async () => (scenario, client, stop) => runDirectly(scenario, client, authority, host, stop),
    ),
  };
}

/** Whether the names of a world's certificate follow from the labels of its host name. */
const isAboutNames = ({ certificate }: WorldSpec): boolean =>
  /\{(parent|fqdn)\}/.test(JSON.stringify(certificate ?? {}));

/** A name that exists nowhere (RFC 6761 section 6.2), for clients that could resolve names without the mock DNS. */
const RESERVED_NAME = 'www.contoso.test';

type LocalRun = (scenario: ClientScenario, client: Client, stop: AbortSignal) => Promise<RunResult>;

/** Lanes in this process, whose clients end when the transport is closed. */
function localLanes(prepare: () => Promise<LocalRun>): Pick<Transport, 'openLane' | 'close'> {
  const stop = new AbortController();
  const underWay = new Set<Promise<RunResult>>();
  return {
    openLane: async () => {
      const run = await prepare();
      return {
        run: async (scenario, client) => {
          stop.signal.throwIfAborted();
          const running = run(scenario, client, stop.signal);
          underWay.add(running);
          return running.finally(() => underWay.delete(running));
        },
        close: async () => undefined,
      };
    },
    close: async () => {
      stop.abort();
      await Promise.allSettled(underWay);
    },
  };
}

async function runBehindProxy(
  scenario: ClientScenario,
  client: Client,
  authority: Authority,
  stop: AbortSignal,
): Promise<RunResult> {
  const open = await openWorld(
    { ...scenario, world: { fqdn: RESERVED_NAME, ...scenario.world } },
    { authority, clientTimeoutMs: client.timeoutMs },
  );
  const { world } = open;
  const proxy = await startProxy(
    {
      dns: { address: world.dns.address, port: world.dns.port },
      ports: { 443: world.gateway.httpsPortWanted, 80: world.gateway.httpPort ?? 80 },
    },
    lookupWith,
  );
  const proxied = { proxyUrl: proxy.url, scoringUri: seenFromOutside(world.scoringUri) };
  try {
    return await runInWorld(open, client, {
      proxied,
      findLeft: () => processesWithKey(world.key),
      watchdog: true,
      stop,
    });
  } finally {
    await proxy.close();
    await open.close();
  }
}

async function runDirectly(
  scenario: ClientScenario,
  client: Client,
  authority: Authority,
  host: string,
  stop: AbortSignal,
): Promise<RunResult> {
  const open = await openWorld(
    { ...scenario, world: { fqdn: host, ...scenario.world } },
    { authority, clientTimeoutMs: client.timeoutMs },
  );
  try {
    return await runInWorld(open, client, {
      findLeft: () => processesWithKey(open.world.key),
      watchdog: true,
      stop,
    });
  } finally {
    await open.close();
  }
}

/**
 * The production form of a scoring URI: the proxy leads its default port to the world's. An address keeps its port,
 * because there are clients that connect to loopback addresses without asking their proxy (Go's net/http).
 */
function seenFromOutside(uri: string): string {
  const url = new URL(uri);
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) === 0) url.port = '';
  return url.href;
}

/** A name for loopback that the system's resolver knows; the address where it knows none (RFC 6761 section 6.3). */
async function loopbackName(): Promise<string> {
  const name = 'www.contoso.localhost';
  const found = await lookup(name).catch(() => null);
  return found?.address === '127.0.0.1' ? name : '127.0.0.1';
}
