import { lookup } from 'node:dns/promises';
import type { Authority } from '../pki/authority.ts';
import { lookupWith } from '../scenarios/reference-client.ts';
import type { ClientScenario } from '../scenarios/scenario.ts';
import type { Client, Lane, Transport } from './lane.ts';
import { startProxy } from './proxy.ts';
import type { RunResult } from './report/assemble.ts';
import { runInWorld } from './run-in-world.ts';
import { openWorld } from './world-host.ts';

/** The client is sent through a proxy of ours: works on every system, but the proxy asks DNS in its place. */
export function proxyTransport(authority: Authority, reason: string): Transport {
  return {
    via: 'proxy',
    reason,
    skips: ({ group }) =>
      group === 'dns'
        ? 'behind a proxy it is the proxy that asks DNS and connects, so the client is not seen'
        : null,
    openLane: async () => lane((scenario, client) => runBehindProxy(scenario, client, authority)),
    close: async () => undefined,
  };
}

/** The client connects to loopback and the world's own port; for clients that take no proxy. */
export function directTransport(authority: Authority, reason: string): Transport {
  return {
    via: 'direct',
    reason,
    skips: ({ group, world }) => {
      if (group === 'dns') return 'without the mock DNS as its resolver the client is not seen asking';
      return world.fqdn === undefined && world.scoringHost === undefined
        ? null
        : 'the scenario lives by its host name, and the client could only be sent to a loopback name';
    },
    openLane: async () => {
      const host = await loopbackName();
      return lane((scenario, client) => runDirectly(scenario, client, authority, host));
    },
    close: async () => undefined,
  };
}

const lane = (run: Lane['run']): Lane => ({ run, close: async () => undefined });

async function runBehindProxy(
  scenario: ClientScenario,
  client: Client,
  authority: Authority,
): Promise<RunResult> {
  const open = await openWorld(scenario, { authority });
  const { world } = open;
  const proxy = await startProxy(
    {
      dns: { address: world.dns.address, port: world.dns.port },
      ports: { 443: world.gateway.httpsPortWanted, 80: world.gateway.httpPort ?? 80 },
    },
    lookupWith,
  );
  try {
    return await runInWorld(open, client, { proxyUrl: proxy.url, scoringUri: withoutPort(world.scoringUri) });
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
): Promise<RunResult> {
  const open = await openWorld({ ...scenario, world: { fqdn: host, ...scenario.world } }, { authority });
  try {
    return await runInWorld(open, client);
  } finally {
    await open.close();
  }
}

/** The production form of a scoring URI: the proxy leads its default port to the world's. */
function withoutPort(uri: string): string {
  const url = new URL(uri);
  url.port = '';
  return url.href;
}

/** A name for loopback that the system's resolver knows; the address where it knows none (RFC 6761 section 6.3). */
async function loopbackName(): Promise<string> {
  const name = 'www.contoso.localhost';
  const found = await lookup(name).catch(() => null);
  return found?.address === '127.0.0.1' ? name : '127.0.0.1';
}
