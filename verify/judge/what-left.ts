import type { ObservationSummary } from '../../common/observation-summary.ts';
import type { ClientTarget } from '../../harness/resolve-world.ts';
import { destinationOf } from '../../scenarios/destinations.ts';
import type { Destination } from '../../scenarios/scenario.ts';
import { carriesKey } from './conduct.ts';

const PLACES: Readonly<Record<Destination, string>> = {
  router: 'router',
  'plain-http': 'plain HTTP',
  'other-router': 'another router',
};

/** What of requests left the client and where it arrived, for a column: `nothing`, `1 request with key → router`. */
export function describeWhatLeft(observed: ObservationSummary, target: ClientTarget): string {
  const reached = observed.connections.filter(({ applicationBytes }) => applicationBytes > 0);
  const byDestination = Map.groupBy(reached, (connection) => destinationOf(connection, target));
  const parts = Array.from(byDestination, ([destination, connections]) => {
    const numbers = new Set(connections.map(({ connection }) => connection));
    const requests = observed.requests.filter(({ connection }) => numbers.has(connection));
    const key = requests.some(carriesKey) || connections.some(({ keyInClear }) => keyInClear === true);
    const bytes = connections.reduce((sum, { applicationBytes }) => sum + applicationBytes, 0);
    const what = requests.length === 0 ? `${bytes} bytes` : countRequests(requests.length);
    return `${what}${key ? ' with key' : ''} → ${PLACES[destination]}`;
  });
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

const countRequests = (count: number): string => (count === 1 ? '1 request' : `${count} requests`);
