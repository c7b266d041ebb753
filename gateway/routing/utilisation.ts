/** What the router knows about the load of one deployment at one moment. */
export interface Load {
  /** Replicas that work on at least one request. */
  busyReplicas: number;
  /** Requests that wait in the router for a replica. */
  queued: number;
  replicas: number;
}

/**
 * Utilisation as the router's autoscaler sees it: busy replicas and queued requests over the current replicas
 * (article "Kubernetes inference routing", Autoscaling). Above 1 when requests wait; 0 without replicas and load.
 */
export function utilisationOf({ busyReplicas, queued, replicas }: Load): number {
  const wanted = busyReplicas + queued;
  if (replicas === 0) return wanted === 0 ? 0 : Number.POSITIVE_INFINITY;
  return wanted / replicas;
}

/**
 * How many replicas are busy with so many requests.
 */
// ASSUMPTION: busy-replicas: how the real router spreads requests over the replicas is not published; they are taken
// to be spread evenly, so that no replica works on two requests while another is idle. Changed by nothing: it only
// shows in the utilisation that `GET /readiness` reports.
export function busyReplicasOf(inFlight: number, replicas: number): number {
  return Math.min(inFlight, replicas);
}
