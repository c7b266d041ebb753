import type { FastifyInstance } from 'fastify';
import { badRequest, notFound } from './azure-error.ts';
import { objectOf } from './json-body.ts';
import { LIMITS } from './limits.ts';
import { type GroupParams, groupResourceId, IN_GROUP } from './resource-id.ts';

const RELAY = `${IN_GROUP}/Microsoft.Relay/namespaces`;

interface Relay {
  Params: GroupParams & { '*': string };
}

/**
 * Azure Relay, as far as `az k8s-extension create` for Arc sets it up: what is PUT is remembered, and the keys that are
 * handed out lead nowhere. `relayserver.enabled=false` avoids all of it.
 */
export function addRelayRoutes(app: FastifyInstance): void {
  const known = new Map<string, unknown>();
  const idOf = (params: Relay['Params']): string =>
    groupResourceId(params, `Microsoft.Relay/namespaces/${params['*']}`);

  app.get<Relay>(`${RELAY}/*`, ({ params }) => {
    const found = known.get(idOf(params));
    if (found === undefined) throw notFound(idOf(params));
    return found;
  });
  app.put<Relay>(`${RELAY}/*`, ({ params, body }) => {
    const id = idOf(params);
    const { location, tags, properties } = objectOf(body, 'The body');
    const name = id.split('/').at(-1) ?? '';
    const resource = {
      id,
      name,
      type: 'Microsoft.Relay/namespaces',
      location,
      tags,
      properties: { ...objectOf(properties, 'properties'), provisioningState: 'Succeeded' },
    };
    if (!known.has(id) && known.size >= LIMITS.relayResources)
      throw badRequest(`The mock remembers ${LIMITS.relayResources} resources of Azure Relay.`);
    known.set(id, resource);
    return resource;
  });
  app.post<Relay>(`${RELAY}/*`, ({ params }) => {
    const id = idOf(params);
    if (!id.toLowerCase().endsWith('/listkeys')) throw notFound(id);
    const name = id.split('/').at(-2) ?? '';
    const endpoint = 'Endpoint=sb://relay.invalid/';
    return {
      keyName: name,
      primaryKey: 'primary',
      secondaryKey: 'secondary',
      primaryConnectionString: endpoint,
      secondaryConnectionString: endpoint,
    };
  });
}
