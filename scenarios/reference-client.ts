import { Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import type { World } from '../harness/world.ts';
import type { ClientScenario, Sees } from './scenario.ts';

export interface ReferenceClient {
  /** Scores once. Never throws: what went wrong is the answer. */
  score(): Promise<Sees>;
  close(): Promise<void>;
}

/** ms for which the reference client waits, where a scenario does not say otherwise. */
const PATIENCE = 2000;

const BODY = JSON.stringify({ data: [[1, 2, 3]] });

/**
 * The client that all scenarios are held against: undici over Node's TLS, with a `node:dns` resolver of its own that
 * asks the world's DNS server. Verification is as Node has it; only the trust anchor is given.
 */
export function createReferenceClient(world: World, scenario: ClientScenario): ReferenceClient {
  const patience = scenario.timeoutMs ?? PATIENCE;
  const resolver = new Resolver({ timeout: Math.ceil(patience / 2), tries: 2 });
  resolver.setServers([`${bracket(world.dns.address)}:${world.dns.port}`]);
  const { resumeSession, ...tls } = scenario.client ?? {};
  const agent = new Agent({
    connect: { ...tls, ca: world.caPem, lookup: lookupWith(resolver), timeout: patience },
    headersTimeout: patience,
    bodyTimeout: patience,
    pipelining: resumeSession === true ? 0 : 1,
    maxCachedSessions: resumeSession === true ? 10 : 0,
  });
  return {
    score: () => score(world, agent, patience),
    close: () => agent.destroy(),
  };
}

async function score(world: World, agent: Agent, patience: number): Promise<Sees> {
  try {
    const { statusCode, body } = await request(world.scoringUri, {
      method: 'POST',
      dispatcher: agent,
      headers: { authorization: `Bearer ${world.key}`, 'content-type': 'application/json' },
      body: BODY,
      // A body that keeps dripping in resets every other time-out.
      signal: AbortSignal.timeout(patience * 2),
    });
    await body.text();
    return { status: statusCode };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

/** Node's code for those results of a verification that it has no name for; OpenSSL's words tell which it is. */
const UNNAMED = 'UNSPECIFIED';

/** The most telling code of an error: the innermost, because undici wraps what the socket said. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (first instanceof Error) return codeOf(first);
  const code = (error as NodeJS.ErrnoException).code?.toString() ?? error.name;
  return code === UNNAMED ? `${code}: ${error.message}` : code;
}

const bracket = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** A `lookup` for sockets that asks `resolver` for A and AAAA and forwards its error when there is neither. */
export function lookupWith(resolver: Resolver): LookupFunction {
  return (hostname, options, callback) => {
    resolver.resolve4(hostname, (error4, addresses4) => {
      resolver.resolve6(hostname, (error6, addresses6) => {
        const found = [
          ...(error4 ? [] : addresses4).map((address) => ({ address, family: 4 })),
          ...(error6 ? [] : addresses6).map((address) => ({ address, family: 6 })),
        ];
        const [first] = found;
        if (first === undefined) callback(error4 ?? error6, '', 0);
        else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      });
    });
  };
}
