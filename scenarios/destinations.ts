import type { ObservationSummary } from '../common/observation-summary.ts';
import type { Destination } from './scenario.ts';

/** The addresses of a world that tell its router from its otherRouters. */
export interface RouterAddress {
  readonly host: string;
}

/** Where bytes of the application protocol arrived, each destination once. */
export function arrivedAt(observed: ObservationSummary, router: RouterAddress): Destination[] {
  const reached = observed.connections.filter((connection) => connection.applicationBytes > 0);
  return [...new Set(reached.map((connection) => destinationOf(connection, router)))];
}

/** Which of a world's listeners a connection came to. Plain HTTP that was sent to the TLS port counts as plain. */
export function destinationOf(
  connection: ObservationSummary['connections'][number],
  router: RouterAddress,
): Destination {
  if (connection.listener === 'http' || connection.handshake?.outcome === 'plain-http') return 'plain-http';
  const address = connection.local.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return address === router.host ? 'router' : 'other-router';
}
