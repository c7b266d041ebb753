import { canonicalName } from '../../common/addresses.ts';
import type {
  ConnectionSummary,
  ObservationSummary,
  RequestSummary,
} from '../../common/observation-summary.ts';
import type { ClientTarget } from '../../harness/resolve-world.ts';
import { destinationOf } from '../../scenarios/destinations.ts';
import { type ClientScenario, type Destination, destinationsOf } from '../../scenarios/scenario.ts';

type QuerySummary = ObservationSummary['queries'][number];

/** Bytes of a request that arrived where a scenario does not allow them. */
export interface Leak {
  destination: Destination;
  withKey: boolean;
  connection: number;
  bytes: number;
}

/** What a client did in a world, read from what the world saw. */
export interface Conduct {
  /** Its questions to DNS for the host of the scoring URI. */
  asked: QuerySummary[];
  /** Connections on which it sent anything at all. A socket that is opened and left alone says nothing. */
  connections: ConnectionSummary[];
  leaks: Leak[];
  /** Requests that arrived where they may. */
  requests: RequestSummary[];
  /** Bytes of a request arrived where they may, whether or not they formed a request. */
  arrived: boolean;
  /** Such a request that was answered with 200 to the last byte. */
  answered: RequestSummary | null;
  /** Could the client connect at all? */
  reachable: boolean;
}

/** Reads a client's conduct from the observations of its run. */
export function readConduct(
  scenario: ClientScenario,
  observed: ObservationSummary,
  target: ClientTarget,
): Conduct {
  const allowed = destinationsOf(scenario);
  const arrived = new Map(observed.connections.map((each) => [each.connection, destinationOf(each, target)]));
  // The start of a very long run may have dropped out of the log; then the listener is all that is known.
  const destination = (request: RequestSummary): Destination =>
    arrived.get(request.connection) ?? (request.listener === 'http' ? 'plain-http' : 'router');
  const requests = observed.requests.filter((request) => allowed.includes(destination(request)));
  const answered = requests.find(({ answer }) => answer?.status === 200 && answer.outcome === 'complete');
  return {
    asked: observed.queries.filter(({ name }) => canonicalName(name) === target.name),
    connections: observed.connections.filter(saidSomething),
    leaks: [
      ...leaksOnConnections(observed, allowed, target),
      ...observed.requests
        .filter((request) => !arrived.has(request.connection) && !allowed.includes(destination(request)))
        .map((request) => leakOf(request, destination(request))),
    ],
    requests,
    arrived: observed.connections.some(
      ({ connection, applicationBytes }) =>
        applicationBytes > 0 && allowed.includes(arrived.get(connection) ?? 'router'),
    ),
    answered: answered ?? null,
    reachable: target.reachable,
  };
}

/** Whether the client sent anything: a ClientHello, a request, or bytes that are neither. */
export function saidSomething({ offered, handshake, bytesReceived, applicationBytes }: ConnectionSummary) {
  const failedToSpeak = handshake === null || handshake.outcome === 'cut' || handshake.outcome === 'timeout';
  return offered !== null || bytesReceived > 0 || applicationBytes > 0 || !failedToSpeak;
}

function leaksOnConnections(
  observed: ObservationSummary,
  allowed: readonly Destination[],
  target: ClientTarget,
): Leak[] {
  return observed.connections
    .filter((connection) => connection.applicationBytes > 0)
    .map((connection) => ({
      destination: destinationOf(connection, target),
      withKey:
        connection.keyInClear === true ||
        observed.requests.some((each) => each.connection === connection.connection && carriesKey(each)),
      connection: connection.connection,
      bytes: connection.applicationBytes,
    }))
    .filter((leak) => !allowed.includes(leak.destination));
}

const leakOf = (request: RequestSummary, destination: Destination): Leak => ({
  destination,
  withKey: carriesKey(request),
  connection: request.connection,
  bytes: request.answer?.requestBytes ?? 1,
});

/** A wrong key is a key all the same. */
export const carriesKey = ({ keyIn, answer }: RequestSummary): boolean =>
  keyIn.length > 0 || answer?.keyInBody === true;
