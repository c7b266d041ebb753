import { GATEWAY_ERRORS } from '../../gateway/errors.ts';
import { newEndpointKey } from '../../gateway/routing/authorization.ts';
import type { AuthMode, EndpointKeys, EndpointSpec } from '../../gateway/routing/endpoints.ts';
import { badRequest } from './azure-error.ts';
import { type JsonObject, objectOf, textOf } from './json-body.ts';

/** What of an endpoint only Azure Resource Manager knows. */
export interface EndpointFields {
  tags: JsonObject;
  identity: JsonObject;
  description: string | null;
  /** `properties.properties`: the person's own. */
  properties: JsonObject;
  /** Id of the attached cluster; null for one that was not created through this API. */
  compute: string | null;
  publicNetworkAccess: string;
}

/** The fields of an endpoint that was not created through this API. */
export const DEFAULT_ENDPOINT_FIELDS: EndpointFields = {
  tags: {},
  identity: { type: 'SystemAssigned' },
  description: null,
  properties: {},
  compute: null,
  publicNetworkAccess: 'Enabled',
};

const AUTH_MODES: ReadonlyMap<string, AuthMode> = new Map([
  ['key', 'key'],
  ['amltoken', 'aml_token'],
]);

/**
 * Reads the body of a PUT of an endpoint.
 *
 * @param known the endpoint as it is; undefined for a new one, which gets new keys where the body has none
 * @throws AzureError 400, MockError ENDPOINT_AUTH_MODE
 */
export function readEndpointBody(
  body: unknown,
  name: string,
  known: EndpointSpec | undefined,
): { spec: EndpointSpec; fields: EndpointFields } {
  const root = objectOf(body, 'The body');
  const properties = objectOf(root.properties, 'properties');
  const compute = textOf(properties.compute, 'properties.compute');
  if (compute === null)
    throw badRequest(
      'properties.compute is missing: the mock has Kubernetes online endpoints, which name the attached cluster.',
    );
  const mirror = objectOf(properties.mirrorTraffic, 'properties.mirrorTraffic');
  if (Object.keys(mirror).length > 0)
    throw GATEWAY_ERRORS.fail('ENDPOINT_MIRROR_TRAFFIC', { endpoint: name, file: 'The request' });
  return {
    spec: {
      name,
      authMode: readAuthMode(properties, name),
      traffic: readTraffic(properties) ?? known?.traffic ?? {},
      keys: known?.keys ?? readKeys(properties),
      deployments: known?.deployments ?? [],
    },
    fields: {
      tags: objectOf(root.tags, 'tags'),
      identity: objectOf(root.identity ?? DEFAULT_ENDPOINT_FIELDS.identity, 'identity'),
      description: textOf(properties.description, 'properties.description'),
      properties: objectOf(properties.properties, 'properties.properties'),
      compute,
      publicNetworkAccess:
        textOf(properties.publicNetworkAccess, 'properties.publicNetworkAccess') ?? 'Enabled',
    },
  };
}

function readAuthMode(properties: JsonObject, endpoint: string): AuthMode {
  const value = textOf(properties.authMode, 'properties.authMode') ?? 'Key';
  const mode = AUTH_MODES.get(value.toLowerCase());
  if (mode === undefined) throw GATEWAY_ERRORS.fail('ENDPOINT_AUTH_MODE', { endpoint, value });
  return mode;
}

function readTraffic(properties: JsonObject): Record<string, number> | null {
  if (properties.traffic === undefined || properties.traffic === null) return null;
  return Object.fromEntries(
    Object.entries(objectOf(properties.traffic, 'properties.traffic')).map(([deployment, percent]) => {
      if (typeof percent !== 'number')
        throw badRequest(`properties.traffic["${deployment}"] must be a whole number from 0 to 100.`);
      return [deployment, percent];
    }),
  );
}

function readKeys(properties: JsonObject): EndpointKeys {
  const keys = objectOf(properties.keys, 'properties.keys');
  return {
    primary: textOf(keys.primaryKey, 'properties.keys.primaryKey') ?? newEndpointKey(),
    secondary: textOf(keys.secondaryKey, 'properties.keys.secondaryKey') ?? newEndpointKey(),
  };
}

/** All that the resource shows; keys are not part of it. */
export interface EndpointState {
  id: string;
  spec: Pick<EndpointSpec, 'name' | 'authMode' | 'traffic'>;
  fields: EndpointFields;
  /** Id of the cluster, where the fields have none. */
  compute: string;
  /** Null while no extension serves it. */
  scoringUri: string | null;
  provisioningState: string;
  location: string;
  systemData: object;
}

/** The resource as GET answers it. */
export function describeEndpoint(state: EndpointState) {
  const { id, spec, fields, scoringUri, provisioningState, location, systemData } = state;
  const { tags, identity, description, properties, publicNetworkAccess } = fields;
  return {
    id,
    name: spec.name,
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
    location,
    tags,
    kind: 'K8S',
    identity,
    properties: {
      authMode: spec.authMode === 'key' ? 'Key' : 'AMLToken',
      description,
      properties,
      traffic: spec.traffic,
      mirrorTraffic: {},
      compute: fields.compute ?? state.compute,
      scoringUri,
      swaggerUri: scoringUri?.replace(/\/score$/, '/swagger.json') ?? null,
      provisioningState,
      publicNetworkAccess,
    },
    systemData,
  };
}
