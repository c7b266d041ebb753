import { randomBytes } from 'node:crypto';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { Router } from '../gateway/routing/router.ts';
import { HOUR } from '../pki/defaults.ts';
import type { WorldSpec } from './world-spec.ts';

/** The key of a client that is given a wrong one. */
export const WRONG_KEY = `wrong-${randomBytes(12).toString('base64url')}`;

/**
 * Endpoints, the embedded one or a person's own, as they are in a world: with what is different there about traffic and
 * deployments, and taking what its client is given, or having it to refuse.
 */
export function endpointsFor(
  { clientKey, noTraffic, deployment }: WorldSpec,
  endpoints: EndpointSpec[],
): EndpointSpec[] {
  return endpoints.map((endpoint) => ({
    ...endpoint,
    authMode: clientKey === 'expired-token' ? 'aml_token' : endpoint.authMode,
    traffic: noTraffic === true ? {} : endpoint.traffic,
    deployments: endpoint.deployments.map((each) => ({ ...each, ...deployment })),
  }));
}

/** What the client of a world is given as its bearer key. An expired token is one that the router did issue. */
export function clientKeyFor(
  { clientKey }: WorldSpec,
  primaryKey: string,
  router: Pick<Router, 'issueToken' | 'endpoints'>,
): string {
  if (clientKey === 'wrong') return WRONG_KEY;
  const [endpoint] = router.endpoints();
  if (clientKey !== 'expired-token' || endpoint === undefined) return primaryKey;
  return router.issueToken(endpoint.name, -HOUR).accessToken;
}
