import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { GATEWAY_ERRORS } from '../../gateway/errors.ts';
import { newEndpointKey } from '../../gateway/routing/authorization.ts';
import { type EndpointSpec, withoutKeys } from '../../gateway/routing/endpoints.ts';
import type { Router } from '../../gateway/routing/router.ts';
import { readDeploymentYaml, readEndpointYaml } from '../../gateway/routing/yaml.ts';
import {
  EndpointAnswer,
  EndpointsAnswer,
  KeyAnswer,
  NO_CONTENT,
  ReadinessAnswer,
  TokenAnswer,
  TrafficAnswer,
} from './answers.ts';
import { fail } from './errors.ts';

const AzureBody = Type.Object(
  {},
  { additionalProperties: true, description: "Azure ML's own schema, as JSON" },
);
const TrafficBody = Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: 100 }));
const KeyBody = Type.Object(
  { key: Type.Union([Type.Literal('primary'), Type.Literal('secondary')]) },
  { additionalProperties: false },
);

interface EndpointParam {
  Params: { endpoint: string };
}
interface DeploymentParam {
  Params: { endpoint: string; deployment: string };
}

/** What of a router these routes use. */
export type EndpointRouter = Pick<
  Router,
  | 'endpoints'
  | 'putEndpoint'
  | 'deleteEndpoint'
  | 'putDeployment'
  | 'deleteDeployment'
  | 'setTraffic'
  | 'regenerateKey'
  | 'issueToken'
  | 'readiness'
>;

/**
 * Endpoints and deployments at run time. Keys are not shown, only handed out once: by the request that makes one
 * anew, as `az ml online-endpoint regenerate-keys` and `get-credentials` would together.
 */
export function addEndpointRoutes(app: FastifyInstance, router: EndpointRouter): void {
  const find = (name: string): EndpointSpec => {
    const found = router.endpoints().find((endpoint) => endpoint.name === name);
    if (found === undefined) throw GATEWAY_ERRORS.fail('ENDPOINT_UNKNOWN', { endpoint: name });
    return found;
  };

  app.get(
    '/endpoints',
    { schema: { summary: 'All endpoints with their deployments', response: { 200: EndpointsAnswer } } },
    () => router.endpoints().map(withoutKeys),
  );
  app.get<EndpointParam>(
    '/endpoints/:endpoint',
    { schema: { summary: 'One endpoint', response: { 200: EndpointAnswer } } },
    (request) => withoutKeys(find(request.params.endpoint)),
  );
  app.put<EndpointParam & { Body: Static<typeof AzureBody> }>(
    '/endpoints/:endpoint',
    {
      schema: {
        summary: 'Create an endpoint, or change its auth_mode and traffic',
        body: AzureBody,
        response: { 200: EndpointAnswer },
      },
    },
    (request) => {
      const name = request.params.endpoint;
      const { authMode, traffic } = readEndpointYaml(
        JSON.stringify(Object.assign({}, request.body, { name })),
        'the request body',
      );
      const known = router.endpoints().find((endpoint) => endpoint.name === name);
      router.putEndpoint({
        name,
        authMode,
        traffic: traffic ?? known?.traffic ?? {},
        keys: known?.keys ?? { primary: newEndpointKey(), secondary: newEndpointKey() },
        deployments: known?.deployments ?? [],
      });
      return withoutKeys(find(name));
    },
  );
  app.delete<EndpointParam>(
    '/endpoints/:endpoint',
    { schema: { summary: 'Delete an endpoint', response: NO_CONTENT } },
    (request, reply) => {
      const name = request.params.endpoint;
      if (!router.deleteEndpoint(name)) throw GATEWAY_ERRORS.fail('ENDPOINT_UNKNOWN', { endpoint: name });
      return reply.code(204).send();
    },
  );
  app.put<EndpointParam & { Body: Static<typeof TrafficBody> }>(
    '/endpoints/:endpoint/traffic',
    {
      schema: {
        summary: 'Split the traffic; it must total 0 or 100',
        body: TrafficBody,
        response: { 200: TrafficAnswer },
      },
    },
    (request) => {
      router.setTraffic(request.params.endpoint, request.body);
      return find(request.params.endpoint).traffic;
    },
  );
  app.post<EndpointParam & { Body: Static<typeof KeyBody> }>(
    '/endpoints/:endpoint/keys',
    {
      schema: {
        summary: 'Make one of the keys anew and hand it out',
        body: KeyBody,
        response: { 200: KeyAnswer },
      },
    },
    (request) => {
      const which = request.body.key;
      return { [which]: router.regenerateKey(request.params.endpoint, which)[which] };
    },
  );
  app.post<EndpointParam>(
    '/endpoints/:endpoint/token',
    { schema: { summary: 'Issue an aml_token', response: { 200: TokenAnswer } } },
    (request) => router.issueToken(request.params.endpoint),
  );
  app.get(
    '/readiness',
    {
      schema: {
        summary: 'Deployments: ready, busy, queued, utilisation',
        response: { 200: ReadinessAnswer },
      },
    },
    () => router.readiness(),
  );
  addDeploymentRoutes(app, router, find);
}

const DeploymentBody = Type.Object(
  {
    backend: Type.Optional(
      Type.String({ description: 'where the model server is; the present one if left out' }),
    ),
  },
  { additionalProperties: true, description: "Azure ML's own schema, as JSON, and the backend" },
);

function addDeploymentRoutes(
  app: FastifyInstance,
  router: EndpointRouter,
  find: (name: string) => EndpointSpec,
): void {
  app.put<DeploymentParam & { Body: Static<typeof DeploymentBody> }>(
    '/endpoints/:endpoint/deployments/:deployment',
    {
      schema: {
        summary: 'Create or change a deployment',
        body: DeploymentBody,
        response: { 200: EndpointAnswer },
      },
    },
    (request) => {
      const { endpoint, deployment: name } = request.params;
      const { backend, ...azure } = request.body;
      const known = find(endpoint).deployments.find((deployment) => deployment.name === name);
      const backendUrl = backend ?? known?.backendUrl;
      if (backendUrl === undefined)
        throw fail('CONTROL_BAD_REQUEST', { problem: `backend of ${name} is missing` });
      const text = JSON.stringify({ ...azure, name, endpoint_name: endpoint });
      router.putDeployment(endpoint, {
        ...readDeploymentYaml(text, 'the request body').deployment,
        backendUrl,
      });
      return withoutKeys(find(endpoint));
    },
  );
  app.delete<DeploymentParam>(
    '/endpoints/:endpoint/deployments/:deployment',
    { schema: { summary: 'Delete a deployment that has no traffic', response: NO_CONTENT } },
    (request, reply) => {
      const { endpoint, deployment } = request.params;
      if (!router.deleteDeployment(endpoint, deployment)) {
        throw fail('DEPLOYMENT_UNKNOWN', { endpoint, deployment });
      }
      return reply.code(204).send();
    },
  );
}
