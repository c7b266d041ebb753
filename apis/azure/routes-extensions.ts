import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  ClusterExtension,
  type ClusterParams,
  type ExtensionParams,
  extensionId,
} from './cluster-extension.ts';
import type { AzureContext } from './context.ts';
import { DEFAULT_FIELDS, readExtensionBody } from './extension-body.ts';
import { EXTENSION_RESOURCE_TYPE } from './extension-resource.ts';
import { addOperationRoute, announce } from './operation-answers.ts';
import type { Operation } from './operations.ts';
import { IN_GROUP } from './resource-id.ts';

const IN_CLUSTER = `${IN_GROUP}/:clusterProvider/:clusterType/:cluster/providers/${EXTENSION_RESOURCE_TYPE}`;

type ExtensionRequest = FastifyRequest<{ Params: ExtensionParams }>;

/** The extension of the cluster: `az k8s-extension` and the provider of Terraform. */
export function addExtensionRoutes(app: FastifyInstance, context: AzureContext): void {
  const extension = new ClusterExtension(context);
  const { operations } = context;

  app.get<{ Params: ClusterParams }>(IN_CLUSTER, (request) => {
    const { name } = extension;
    return { value: name === null ? [] : [extension.describe(extensionId(request.params, name), name)] };
  });
  app.get(`${IN_CLUSTER}/:extension`, (request: ExtensionRequest) => extension.find(request.params));
  addOperationRoute(app, `${IN_CLUSTER}/:extension/operations`, context);

  app.put(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    const { extension: name } = request.params;
    const isNew = extension.name !== name;
    const { fields, settings } = readExtensionBody(request.body, DEFAULT_FIELDS);
    const operation = await operations.start(extension.create(name, fields, settings));
    if (operation.status !== 'Succeeded') announceOperation(request, reply, operation);
    return reply
      .code(isNew || operation.status !== 'Succeeded' ? 201 : 200)
      .send(extension.describe(extensionId(request.params, name), name));
  });

  app.patch(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    const { extension: name } = request.params;
    const { fields, settings } = readExtensionBody(request.body, extension.fieldsOf(request.params));
    const operation = await operations.start(extension.update(request.params, fields, settings));
    // The clients take 202 alone; an operation that is over costs them one poll without a wait.
    announceOperation(request, reply, operation, extensionId(request.params, name));
    return reply.code(202).send(extension.describe(extensionId(request.params, name), name));
  });

  app.delete(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    if (extension.name !== request.params.extension) return reply.code(204).send();
    const operation = await operations.start(extension.remove(request.params));
    if (operation.status === 'Succeeded') return reply.code(200).send();
    announceOperation(request, reply, operation);
    return reply.code(202).send();
  });
}

function announceOperation(
  request: ExtensionRequest,
  reply: FastifyReply,
  operation: Operation,
  location?: string,
): void {
  const path = `${extensionId(request.params, request.params.extension)}/operations/${operation.id}`;
  announce(request, reply, path, location ?? path);
}
