import { type LookupAddress, NODATA, Resolver } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, request } from 'undici';
import { hostAndPort } from '../common/addresses.ts';
import type { World } from '../harness/world.ts';
import { connectorWith } from './connector.ts';
import type { ClientScenario, Sees } from './scenario.ts';

export interface ReferenceClient {
  /** Scores once. Never throws: what went wrong is the answer. */
  score(): Promise<Sees>;
  close(): Promise<void>;
}

/** ms for which the reference client waits, where a scenario does not say otherwise. */
const PATIENCE = 2000;

/** ms for one question to DNS; c-ares lets it grow by up to its double, which is still less than all of the patience. */
const DNS_PATIENCE = 1000;

const BODY = JSON.stringify({ data: [[1, 2, 3]] });

/**
 * The client that all scenarios are held against: undici over Node's TLS, with a `node:dns` resolver of its own that
 * asks the world's DNS server. Verification is as Node has it; only the trust anchor is given.
 */
export function createReferenceClient(world: World, scenario: ClientScenario): ReferenceClient {
  const patience = scenario.timeoutMs ?? PATIENCE;
  // Not cut short with the patience: a world that answers late because the machine is busy is no silent one.
  const resolver = new Resolver({ timeout: DNS_PATIENCE, tries: 1 });
  resolver.setServers([hostAndPort(world.dns.address, world.dns.port)]);
  const knobs = scenario.client ?? {};
  const { newConnections = false, resumeSession = false, renegotiate = false, ...tls } = knobs;
  const agent = new Agent({
    connect: connectorWith({
      socket: {
        ...tls,
        ca: world.caPem,
        lookup: lookupWith(resolver),
        maxCachedSessions: resumeSession ? 10 : 0,
      },
      timeoutMs: patience,
      renegotiate,
    }),
    headersTimeout: 0,
    bodyTimeout: 0,
    // Without pipelining undici closes a connection after each answer.
    pipelining: newConnections || resumeSession ? 0 : 1,
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
      // In place of undici's own, which tick in half seconds and begin anew with each drop of a body.
      signal: AbortSignal.timeout(patience * 2),
    });
    await body.text();
    return { status: statusCode };
  } catch (error) {
    return { error: codeOf(error) };
  }
}

/** Node's code for those results of a verification that it has no name for; OpenSSL's words say which it is. */
const UNNAMED = 'UNSPECIFIED';

/** The most telling code of an error: the innermost, because undici wraps what the socket said. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const first = error instanceof AggregateError ? error.errors[0] : error.cause;
  if (first instanceof Error) return codeOf(first);
  // A DOMException has a code too, but a number that says less than its name.
  const named = 'code' in error && typeof error.code === 'string';
  const code = named ? String(error.code) : error.name;
  return code === UNNAMED ? `${code}: ${error.message}` : code;
}

/**
 * A `lookup` for sockets that asks `resolver` for AAAA and A at once. IPv6 addresses come first (RFC 6724 section 2.1),
 * and where there is no address at all the error is that of the question for A.
 */
export function lookupWith(resolver: Resolver): LookupFunction {
  return (hostname, options, callback) => {
    const questions = [ask(6), ask(4)] as const;
    void Promise.all(questions).then(([ipv6, ipv4]) => {
      const found = [...ipv6.addresses, ...ipv4.addresses];
      const [first] = found;
      if (first === undefined) callback(ipv4.error ?? ipv6.error ?? noData(hostname), '', 0);
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    });

    function ask(family: 4 | 6): Promise<Answered> {
      return new Promise((resolve) => {
        resolver.resolve(hostname, family === 6 ? 'AAAA' : 'A', (error, addresses) => {
          resolve({ error, addresses: error ? [] : addresses.map((address) => ({ address, family })) });
        });
      });
    }
  };
}

interface Answered {
  error: NodeJS.ErrnoException | null;
  addresses: LookupAddress[];
}

/** For an answer of nothing but CNAMEs, which is no error to `node:dns`. */
const noData = (hostname: string): NodeJS.ErrnoException =>
  Object.assign(new Error(`queryA ${hostname}`), { code: NODATA, hostname });
