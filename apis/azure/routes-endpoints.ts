import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkDeployment, checkEndpoint } from '../../gateway/routing/check-endpoints.ts';
import { badRequest } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import { readDeploymentBody } from './deployment-resource.ts';
import { readEndpointBody } from './endpoint-resource.ts';
import { objectOf, textOf, wholeOf } from './json-body.ts';
import { LIMITS } from './limits.ts';
import {
  type DeploymentParams,
  deploymentKey,
  type EndpointParams,
  endpointKey,
  OnlineEndpoints,
} from './online-endpoints.ts';
import { addOperationRoute, addResultRoute, announce } from './operation-answers.ts';
import type { Operation } from './operations.ts';
import { IN_WORKSPACE, type WorkspaceParams, workspaceType } from './resource-id.ts';

const ENDPOINTS = `${IN_WORKSPACE}/onlineEndpoints`;
const DEPLOYMENTS = `${ENDPOINTS}/:endpoint/deployments`;
const LOCATION =
  '/subscriptions/:subscription/providers/Microsoft.MachineLearningServices/locations/:location';
const ENDPOINT_TYPE = workspaceType('onlineEndpoints');
const DEPLOYMENT_TYPE = workspaceType('onlineEndpoints/deployments');

interface Workspace {
  Params: WorkspaceParams;
}
interface Endpoint {
  Params: EndpointParams;
}
interface Deployment {
  Params: DeploymentParams;
}

/** Online endpoints and deployments: `az ml`, azure-ai-ml. The router is the one that serves them. */
export function addEndpointRoutes(app: FastifyInstance, context: AzureContext): void {
  const endpoints = new OnlineEndpoints(context);
  addOperationRoute(app, `${LOCATION}/mfeOperationsStatus`, context);
  addResultRoute(app, `${LOCATION}/mfeOperationResults`, context);
  addEndpointResource(app, context, endpoints);
  addCredentialRoutes(app, context, endpoints);
  addDeploymentResource(app, context, endpoints);
}

function addEndpointResource(app: FastifyInstance, context: AzureContext, endpoints: OnlineEndpoints): void {
  const { targets, operations } = context;
  const answer = answerOperation(context);

  app.get<Workspace>(ENDPOINTS, ({ params }) => ({ value: endpoints.describeAll(params) }));
  app.get<Endpoint>(`${ENDPOINTS}/:endpoint`, ({ params }) => endpoints.describe(params));

  app.put<Endpoint>(`${ENDPOINTS}/:endpoint`, async (request, reply) => {
    const { endpoint: name } = request.params;
    const known = endpoints.get(name);
    const { spec, fields } = readEndpointBody(request.body, name, known);
    checkEndpoint(spec);
    const operation = await operations.start({
      ...changeOf('PUT', name),
      during: known === undefined ? 'Creating' : 'Updating',
      begin: () => endpoints.remember(spec, fields),
      run: () => {
        const now = endpoints.get(name);
        // Only a new way to authenticate starts the endpoint anew; otherwise requests in work do not notice.
        if (now?.authMode === spec.authMode) targets.endpoints.setTraffic(name, spec.traffic);
        else targets.endpoints.putEndpoint({ ...spec, deployments: now?.deployments ?? spec.deployments });
      },
    });
    answer(request, reply, operation, { done: known === undefined ? 201 : 200, running: 201 });
    return reply.send(endpoints.describe(request.params));
  });

  app.delete<Endpoint>(`${ENDPOINTS}/:endpoint`, async (request, reply) => {
    const { endpoint: name } = request.params;
    if (endpoints.get(name) === undefined) return reply.code(204).send();
    const operation = await operations.start({
      ...changeOf('DELETE', name),
      during: 'Deleting',
      run: () => void targets.endpoints.deleteEndpoint(name),
    });
    answer(request, reply, operation, { done: 200, running: 202 });
    return reply.send();
  });
}

function addCredentialRoutes(app: FastifyInstance, context: AzureContext, endpoints: OnlineEndpoints): void {
  const { targets, operations } = context;
  const answer = answerOperation(context);

  app.post<Endpoint>(`${ENDPOINTS}/:endpoint/listKeys`, ({ params }) => {
    const { authMode, keys } = endpoints.find(params);
    if (authMode !== 'key')
      throw badRequest(`The endpoint '${params.endpoint}' has authMode AMLToken and no keys.`);
    return { primaryKey: keys.primary, secondaryKey: keys.secondary };
  });

  app.post<Endpoint>(`${ENDPOINTS}/:endpoint/token`, ({ params }) => {
    endpoints.find(params);
    return { ...targets.endpoints.issueToken(params.endpoint), tokenType: 'Bearer' };
  });

  app.post<Endpoint>(`${ENDPOINTS}/:endpoint/regenerateKeys`, async (request, reply) => {
    const { endpoint: name } = request.params;
    endpoints.find(request.params);
    const keyType = textOf(objectOf(request.body, 'The body').keyType, 'keyType') ?? '';
    const which = keyType.toLowerCase();
    if (which !== 'primary' && which !== 'secondary')
      throw badRequest(`keyType must be Primary or Secondary, not "${keyType}".`);
    const operation = await operations.start({
      ...changeOf('POST', name),
      during: 'Updating',
      // The clients send the present key as keyValue: a server that took it would never change a key.
      run: () => targets.endpoints.regenerateKey(name, which),
    });
    answer(request, reply, operation, { done: 200, running: 202 });
    return reply.send();
  });
}

function addDeploymentResource(
  app: FastifyInstance,
  context: AzureContext,
  endpoints: OnlineEndpoints,
): void {
  const { targets, operations } = context;
  const answer = answerOperation(context);

  app.get<Endpoint>(DEPLOYMENTS, ({ params }) => ({ value: endpoints.describeDeployments(params) }));
  app.get<Deployment>(`${DEPLOYMENTS}/:deployment`, ({ params }) => endpoints.describeDeployment(params));

  app.put<Deployment>(`${DEPLOYMENTS}/:deployment`, async (request, reply) => {
    const { endpoint, deployment: name } = request.params;
    const parent = endpoints.find(request.params);
    const known = parent.deployments.find((each) => each.name === name);
    const backendUrl = known?.backendUrl ?? targets.endpoints.newBackendUrl();
    const { spec, fields } = readDeploymentBody(request.body, name, backendUrl);
    checkDeployment(endpoint, spec);
    const operation = await operations.start({
      ...deploymentChange('PUT', request.params),
      during: known === undefined ? 'Creating' : 'Updating',
      begin: () => endpoints.rememberDeployment(parent, spec, fields),
      run: () => targets.endpoints.putDeployment(endpoint, spec),
    });
    // azure-ai-ml up to 1.28 reads the answer of this PUT twice and loses the type at the second time; with the URL it
    // reads the resource instead.
    const done = known === undefined ? 201 : 200;
    answer(request, reply, operation, { done, running: 201, alwaysAnnounced: true });
    return reply.send(endpoints.describeDeployment(request.params));
  });

  app.delete<Deployment>(`${DEPLOYMENTS}/:deployment`, async (request, reply) => {
    const { endpoint, deployment: name } = request.params;
    const known = endpoints.get(endpoint);
    if (!known?.deployments.some((each) => each.name === name)) return reply.code(204).send();
    const operation = await operations.start({
      ...deploymentChange('DELETE', request.params),
      during: 'Deleting',
      run: () => void targets.endpoints.deleteDeployment(endpoint, name),
    });
    answer(request, reply, operation, { done: 200, running: 202 });
    return reply.send();
  });

  app.post<Deployment>(`${DEPLOYMENTS}/:deployment/getLogs`, ({ params, body }) => {
    endpoints.findDeployment(params);
    const tail = wholeOf(objectOf(body, 'The body').tail, 'tail', 1) ?? LIMITS.logLines;
    const lines = targets.endpoints.logs(params.endpoint, params.deployment, Math.min(tail, LIMITS.logLines));
    return { content: lines.map((line) => `${line}\n`).join('') };
  });
}

const changeOf = (method: string, name: string) => ({
  method,
  type: ENDPOINT_TYPE,
  name,
  resource: endpointKey(name),
  // The clients show a refused request better than a failed operation.
  failsLater: false,
});

const deploymentChange = (method: string, { endpoint, deployment }: DeploymentParams) => ({
  method,
  type: DEPLOYMENT_TYPE,
  name: `${endpoint}/${deployment}`,
  resource: deploymentKey(endpoint, deployment),
  failsLater: false,
});

type AnyRequest = FastifyRequest<{ Params: EndpointParams }>;

/** How an operation is answered. */
interface OperationAnswer {
  /** Status where the operation is over. */
  done: number;
  /** Status where it runs. */
  running: number;
  /** The URL to ask is given also where the operation is over. */
  alwaysAnnounced?: boolean;
}

/** Sets the status of an answer, and where the operation runs the URLs to ask. */
function answerOperation({ location }: AzureContext) {
  return (
    request: AnyRequest,
    reply: FastifyReply,
    operation: Operation,
    { done, running, alwaysAnnounced = false }: OperationAnswer,
  ): void => {
    const isOver = operation.status === 'Succeeded';
    reply.code(isOver ? done : running);
    if (isOver && !alwaysAnnounced) return;
    const { subscription } = request.params;
    const base = LOCATION.replace(':subscription', subscription).replace(':location', location);
    announce(
      request,
      reply,
      `${base}/mfeOperationsStatus/${operation.id}`,
      // After a PUT the client reads the resource itself.
      running === 202 ? `${base}/mfeOperationResults/${operation.id}` : undefined,
    );
  };
}
