import { randomBytes } from 'node:crypto';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { Router } from '../gateway/routing/router.ts';
import { HOUR } from '../pki/defaults.ts';
import type { WorldSpec } from './world-spec.ts';

const WRONG_KEY = `wrong-${randomBytes(12).toString('base64url')}`;

/** Endpoints that take what the client of a world is given, or that have it to refuse. */
export function endpointsFor({ clientKey }: WorldSpec, endpoints: EndpointSpec[]): EndpointSpec[] {
  if (clientKey !== 'expired-token') return endpoints;
  return endpoints.map((endpoint) => ({ ...endpoint, authMode: 'aml_token' }));
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
