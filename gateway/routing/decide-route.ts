import type { Access } from './authorization.ts';
import type { Operation, Route } from './route.ts';
import type { Condition } from './status-table.ts';
import { chooseDeployment } from './traffic.ts';

/** What is known of a request when its head has been read. */
export interface RequestHead {
  /** What is wrong with the head itself, whatever it asks for. */
  headFault: Condition | null;
  route: Route | null;
  /** Null where the router has no endpoint of the route's name. */
  endpoint: { traffic: Readonly<Record<string, number>>; deployments: { has(name: string): boolean } } | null;
  access: Access;
  method: string;
  /** The `azureml-model-deployment` field. */
  wantedDeployment: string | undefined;
  /** The Content-Length field. */
  contentLength: string | undefined;
  bodyLimitBytes: number;
  /** Decides between deployments; only called where the traffic weights do. */
  random(): number;
}

/** A row of the status table, or the deployment that the request goes to. */
export type RoutingDecision = { refuse: Condition } | { deployment: string };

/** The methods of each route; the model server decides which of them its scoring function knows. */
export const METHODS: Readonly<Record<Operation, readonly string[]>> = {
  score: ['GET', 'HEAD', 'POST', 'OPTIONS'],
  swagger: ['GET', 'HEAD'],
};

/**
 * Decides what becomes of a request, in an order that gives no client more information than it may have: the head itself,
 * the path, the endpoint, the key, and only then the rest.
 */
export function decideRoute(head: RequestHead): RoutingDecision {
  const { headFault, route, endpoint, access } = head;
  if (headFault !== null) return { refuse: headFault };
  if (route === null) return { refuse: 'path-unknown' };
  if (endpoint === null) return { refuse: 'endpoint-unknown' };
  if (access === 'expired') return { refuse: 'token-expired' };
  if (access !== 'valid') return { refuse: 'unauthorized' };
  if (!METHODS[route.operation].includes(head.method)) return { refuse: 'method-not-allowed' };
  const { contentLength, wantedDeployment } = head;
  // ASSUMPTION: body-limit: only v1 is known to have a limit, 100 MB, which the proxy in the container of the model
  // server has too; the v2 router is taken to answer 413 above it. Changed by `--body-limit`.
  if (contentLength !== undefined && Number(contentLength) > head.bodyLimitBytes) {
    return { refuse: 'body-too-large' };
  }
  if (wantedDeployment !== undefined) {
    if (!endpoint.deployments.has(wantedDeployment)) return { refuse: 'deployment-unknown' };
    return { deployment: wantedDeployment };
  }
  const deployment = chooseDeployment(endpoint.traffic, head.random());
  return deployment === null ? { refuse: 'no-traffic' } : { deployment };
}
