import type {
  ConnectionSummary,
  ObservationSummary,
  RequestSummary,
} from '../../common/observation-summary.ts';
import type { Alert } from '../../common/observations.ts';
import { type ClientTarget, resolveWorld } from '../../harness/resolve-world.ts';
import type { WorldSpec } from '../../harness/world-spec.ts';
import type { ClientScenario } from '../../scenarios/scenario.ts';
import type { ClientRun } from '../../verify/verdict.ts';

/** Where a client goes in the world of a scenario. */
export const targetOf = (world: WorldSpec = {}): ClientTarget => resolveWorld(world, '127.0.0.1').target;

/** The same for a world in which nothing is different. */
export const TARGET = targetOf();
export const AT = '2026-03-01T12:00:00.500Z';

const LOCAL = {
  router: '127.0.0.1:8443',
  'other-router': '127.0.0.9:8443',
  plain: '127.0.0.1:8080',
} as const;

/** A connection to the router that said its ClientHello; everything else as `seen` has it. */
export function connection(seen: Partial<ConnectionSummary> = {}): ConnectionSummary {
  return {
    connection: 1,
    at: AT,
    ms: 20,
    listener: 'https',
    client: '127.0.0.1:50000',
    local: LOCAL.router,
    sni: 'www.contoso.com',
    offered: { versions: ['TLSv1.3', 'TLSv1.2'], cipherSuites: [], alpn: [], sni: 'www.contoso.com' },
    handshake: null,
    alert: null,
    closed: 'client-fin',
    bytesReceived: 300,
    applicationBytes: 0,
    durationMs: 5,
    ...seen,
  };
}

export function handshake(
  outcome: NonNullable<ConnectionSummary['handshake']>['outcome'],
): NonNullable<ConnectionSummary['handshake']> {
  const version = outcome === 'completed' ? 'TLSv1.2' : null;
  return {
    outcome,
    version,
    cipherSuite: null,
    alpn: null,
    resumed: false,
    servedFingerprint: null,
    error: null,
  };
}

export function alert(description: string, sentBy: Alert['sentBy'] = 'client'): Alert {
  return { level: 'fatal', code: 45, description, sentBy };
}

/** The ways in which real clients refuse, each one connection. */
export const refusals = {
  withAlert: (description: string) =>
    connection({ handshake: handshake('refused-by-client'), alert: alert(description) }),
  silentlyAfterHandshake: () => connection({ handshake: handshake('completed') }),
  withReset: () => connection({ handshake: handshake('cut'), closed: 'client-reset' }),
};

/** A connection that carried a request: over TLS to the router, in clear, or to another router. */
export function carrying(to: keyof typeof LOCAL, seen: Partial<ConnectionSummary> = {}): ConnectionSummary {
  const plain = { listener: 'http' as const, handshake: null, offered: null, sni: null };
  return connection({
    handshake: handshake('completed'),
    local: LOCAL[to],
    applicationBytes: 400,
    ...(to === 'plain' ? plain : {}),
    ...seen,
  });
}

type Answer = NonNullable<RequestSummary['answer']>;

export function answer(status: number | null, seen: Partial<Answer> = {}): Answer {
  return {
    status,
    deployment: status === 200 ? 'blue' : null,
    requestBytes: 27,
    keyInBody: false,
    responseBytes: 14,
    outcome: 'complete',
    decision: status === 200 ? 'scored' : 'fault',
    durationMs: 3,
    ...seen,
  };
}

/** A request with the right key on connection 1, answered with 200. */
export function request(seen: Partial<RequestSummary> = {}): RequestSummary {
  return {
    at: AT,
    ms: 25,
    connection: 1,
    requestId: 'r1',
    clientRequestId: null,
    listener: 'https',
    method: 'POST',
    path: '/api/v1/endpoint/demo/score',
    host: 'www.contoso.com',
    endpoint: 'demo',
    authorization: 'valid',
    keyIn: seen.authorization === 'missing' ? [] : ['authorization'],
    userAgent: null,
    answer: answer(200),
    ...seen,
  };
}

type Query = ObservationSummary['queries'][number];

/** A question for the scoring host that was answered with the router's address. */
export function query(seen: Partial<Query> = {}): Query {
  return {
    at: AT,
    ms: 10,
    transport: 'udp',
    client: '127.0.0.1:40000',
    name: 'www.contoso.com',
    type: 'A',
    edns: false,
    rcode: 'NOERROR',
    answers: ['www.contoso.com. 60 IN A 127.0.0.1'],
    truncated: false,
    fault: null,
    durationMs: 0.4,
    ...seen,
  };
}

export function observed(seen: Partial<ObservationSummary> = {}): ObservationSummary {
  return { queries: [query()], connections: [], requests: [], ...seen };
}

/** A run that exited with `exitCode`. */
export function run(exitCode: number | null, seen: Partial<ClientRun> = {}): ClientRun {
  return {
    exitCode,
    signal: null,
    timedOut: false,
    durationMs: 200,
    lastLine: null,
    stderrTail: '',
    ...seen,
  };
}

/** A run that had to be ended. */
export const endedRun = (): ClientRun => run(null, { signal: 'SIGKILL', timedOut: true, durationMs: 2000 });

export function scenario(seen: Partial<ClientScenario> = {}): ClientScenario {
  return {
    name: 'expired',
    title: 'The certificate expired an hour ago',
    group: 'validity',
    importance: 'critical',
    expectation: 'reject',
    lesson: 'Certificates expire.',
    world: {},
    sees: { error: 'CERT_HAS_EXPIRED' },
    ...seen,
  };
}
