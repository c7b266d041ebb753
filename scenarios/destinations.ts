import type { ObservationSummary } from '../common/observation-summary.ts';
import type { ClientTarget } from '../harness/resolve-world.ts';
import type { Destination } from './scenario.ts';

/** Where bytes of the application protocol arrived, each destination once. */
export function arrivedAt(
  observed: ObservationSummary,
  target: Pick<ClientTarget, 'address'>,
): Destination[] {
  const reached = observed.connections.filter((connection) => connection.applicationBytes > 0);
  return [...new Set(reached.map((connection) => destinationOf(connection, target)))];
}

/** Which of a world's listeners a connection came to. Plain HTTP that was sent to the TLS port counts as plain. */
export function destinationOf(
  connection: ObservationSummary['connections'][number],
  target: Pick<ClientTarget, 'address'>,
): Destination {
  // A completed handshake on the HTTP port is TLS all the same: that port of this world speaks it.
  const spokeTls = connection.handshake?.outcome === 'completed';
  if ((connection.listener === 'http' && !spokeTls) || connection.handshake?.outcome === 'plain-http')
    return 'plain-http';
  const address = connection.local.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return address === target.address ? 'router' : 'other-router';
}
