import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AzureError, notFound, toAzureError } from './azure-error.ts';
import type { AzureContext } from './context.ts';
import { DEFAULT_FIELDS, type ExtensionFields, readExtensionBody } from './extension-body.ts';
import { asFailedOperation, describeExtension, EXTENSION_RESOURCE_TYPE } from './extension-resource.ts';
import { addOperationRoute, announce } from './operation-answers.ts';
import type { Change, Operation } from './operations.ts';
import { type GroupParams, groupResourceId, IN_GROUP } from './resource-id.ts';
import type { InstalledExtension, SentSettings } from './targets.ts';

const IN_CLUSTER = `${IN_GROUP}/:clusterProvider/:clusterType/:cluster/providers/${EXTENSION_RESOURCE_TYPE}`;

interface ClusterParams extends GroupParams {
  clusterProvider: string;
  clusterType: string;
  cluster: string;
}
type ExtensionRequest = FastifyRequest<{ Params: ClusterParams & { extension: string } }>;

/** What this API remembers of an extension beside what the target shows. */
interface Remembered {
  name: string;
  fields: ExtensionFields;
  createdAt: number;
  modifiedAt: number;
  /** What the last change asks for; what is installed takes its place when the change has been made. */
  asked: InstalledExtension;
}

/** The extension of the cluster: `az k8s-extension` and the provider of Terraform. */
export function addExtensionRoutes(app: FastifyInstance, context: AzureContext): void {
  const room = new ExtensionRoom(context);
  const { operations } = context;

  app.get<{ Params: ClusterParams }>(IN_CLUSTER, (request) => {
    const { name } = room;
    return { value: name === null ? [] : [room.describe(idOf(request.params, name), name)] };
  });
  app.get(`${IN_CLUSTER}/:extension`, (request: ExtensionRequest) => room.find(request.params));
  addOperationRoute(app, `${IN_CLUSTER}/:extension/operations`, context);

  app.put(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    const { extension: name } = request.params;
    const isNew = room.name !== name;
    const { fields, settings } = readExtensionBody(request.body, DEFAULT_FIELDS);
    const operation = await operations.start(room.create(name, fields, settings));
    if (operation.status !== 'Succeeded') announceOperation(request, reply, operation);
    return reply
      .code(isNew || operation.status !== 'Succeeded' ? 201 : 200)
      .send(room.describe(idOf(request.params, name), name));
  });

  app.patch(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    const { extension: name } = request.params;
    const { fields, settings } = readExtensionBody(request.body, room.fieldsOf(request.params));
    const operation = await operations.start(room.update(request.params, fields, settings));
    // The clients take 202 alone; an operation that is over costs them one poll without a wait.
    announceOperation(request, reply, operation, idOf(request.params, name));
    return reply.code(202).send(room.describe(idOf(request.params, name), name));
  });

  app.delete(`${IN_CLUSTER}/:extension`, async (request: ExtensionRequest, reply) => {
    if (room.name !== request.params.extension) return reply.code(204).send();
    const operation = await operations.start(room.remove(request.params));
    if (operation.status === 'Succeeded') return reply.code(200).send();
    announceOperation(request, reply, operation);
    return reply.code(202).send();
  });
}

const idOf = (params: ClusterParams, name: string): string =>
  groupResourceId(
    params,
    `${params.clusterProvider}/${params.clusterType}/${params.cluster}/providers/${EXTENSION_RESOURCE_TYPE}/${name}`,
  );

function announceOperation(
  request: ExtensionRequest,
  reply: FastifyReply,
  operation: Operation,
  location?: string,
): void {
  const path = `${idOf(request.params, request.params.extension)}/operations/${operation.id}`;
  announce(request, reply, path, location ?? path);
}

/** There is one cluster, whatever a client calls it, and one extension in it. */
class ExtensionRoom {
  readonly #context: AzureContext;
  #remembered: Remembered | null = null;

  constructor(context: AzureContext) {
    this.#context = context;
  }

  /** Null where there is none. */
  get name(): string | null {
    const installed = this.#context.targets.extension.show() ?? this.#remembered?.asked ?? null;
    return installed === null ? null : (this.#remembered?.name ?? this.#context.extensionName);
  }

  /** @throws AzureError 404, which names the extension that there is */
  find(params: ExtensionRequest['params']): ReturnType<typeof describeExtension> {
    this.#check(params);
    return this.describe(idOf(params, params.extension), params.extension);
  }

  /** @throws AzureError 404 */
  fieldsOf(params: ExtensionRequest['params']): ExtensionFields {
    this.#check(params);
    return this.#remembered?.fields ?? DEFAULT_FIELDS;
  }

  #check(params: ExtensionRequest['params']): void {
    const { name } = this;
    if (name === params.extension) return;
    const missing = notFound(idOf(params, params.extension));
    if (name === null) throw missing;
    throw new AzureError(404, missing.code, `${missing.message} The cluster has the extension '${name}'.`);
  }

  describe(id: string, name: string): ReturnType<typeof describeExtension> {
    const { targets, operations, now } = this.#context;
    const known = this.#remembered;
    const provisioningState = operations.stateOf(RESOURCE);
    const isChanging = provisioningState === 'Creating' || provisioningState === 'Updating';
    const asked = known?.asked ?? NOTHING;
    return describeExtension({
      id,
      name,
      fields: known?.fields ?? DEFAULT_FIELDS,
      installed: isChanging ? asked : (targets.extension.show() ?? asked),
      provisioningState,
      failure: operations.failureOf(RESOURCE),
      createdAt: known?.createdAt ?? now(),
      modifiedAt: known?.modifiedAt ?? now(),
    });
  }

  create(name: string, fields: ExtensionFields, settings: SentSettings): Change {
    const { extension } = this.#context.targets;
    const before = this.#remembered;
    return {
      ...changeOf('PUT', name),
      during: this.name === name ? 'Updating' : 'Creating',
      begin: () => {
        this.#remember(name, fields, withKeysOf(settings));
        return (succeeded) => {
          // What was installed before stays, under its own name.
          if (!succeeded && extension.show() !== null) this.#remembered = before;
        };
      },
      run: () => failsAs('Create', extension.create(settings)),
    };
  }

  update(params: ExtensionRequest['params'], fields: ExtensionFields, patch: SentSettings): Change {
    const { extension } = this.#context.targets;
    const { config = {}, configProtectedKeys = [] } = extension.show() ?? {};
    const sent = withKeysOf(patch);
    const asked = {
      config: { ...config, ...sent.config },
      configProtectedKeys:
        sent.configProtectedKeys.length > 0 ? sent.configProtectedKeys : configProtectedKeys,
    };
    return {
      ...changeOf('PATCH', params.extension),
      during: 'Updating',
      begin: () => {
        const before = this.#remembered;
        this.#remember(params.extension, fields, asked);
        return (succeeded) => {
          if (!succeeded) this.#remembered = before;
        };
      },
      run: () => failsAs('Update', extension.update(patch)),
    };
  }

  #remember(name: string, fields: ExtensionFields, asked: InstalledExtension): void {
    const modifiedAt = this.#context.now();
    const createdAt = this.#remembered?.name === name ? this.#remembered.createdAt : modifiedAt;
    this.#remembered = { name, fields, createdAt, modifiedAt, asked };
  }

  remove(params: ExtensionRequest['params']): Change {
    const { extension } = this.#context.targets;
    return {
      ...changeOf('DELETE', params.extension),
      during: 'Deleting',
      run: async () => {
        // After a create that failed there is nothing in the cluster.
        if (extension.show() !== null) await extension.remove();
        this.#remembered = null;
      },
    };
  }
}

const NOTHING: InstalledExtension = { config: {}, configProtectedKeys: [] };

const withKeysOf = ({ config, configProtected }: SentSettings): InstalledExtension => ({
  config,
  configProtectedKeys: Object.keys(configProtected).sort(),
});

/** What operations on the extension are kept apart by: there is one. */
const RESOURCE = EXTENSION_RESOURCE_TYPE;

const changeOf = (method: string, name: string) => ({
  method,
  type: EXTENSION_RESOURCE_TYPE,
  name,
  resource: RESOURCE,
  failsLater: true,
});

async function failsAs(operation: 'Create' | 'Update', work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw asFailedOperation(toAzureError(error), operation);
  }
}
