import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ASSET_KINDS, type Asset, type AssetKind, AssetStore } from './assets.ts';
import { notFound } from './azure-error.ts';
import { ACCOUNT, type BlobStore, CONTAINER } from './blobs.ts';
import type { AzureContext } from './context.ts';
import { type JsonObject, objectOf } from './json-body.ts';
import { COMPUTE_NAME } from './online-endpoints.ts';
import { originOf } from './operation-answers.ts';
import {
  type GroupParams,
  groupResourceId,
  IN_WORKSPACE,
  type WorkspaceParams,
  workspaceId,
  workspaceType,
} from './resource-id.ts';
import { MOCK_IDENTITY } from './targets.ts';

const DATASTORE = 'workspaceblobstore';

interface Workspace {
  Params: WorkspaceParams;
}
interface Named {
  Params: WorkspaceParams & { name: string };
}
interface Versioned {
  Params: WorkspaceParams & { name: string; version: string };
}

/** The workspace, under whatever name it is asked for: what the SDK looks up, and where it puts local folders. */
export function addWorkspaceRoutes(app: FastifyInstance, context: AzureContext, blobs: BlobStore): void {
  const { location } = context;
  app.get<Workspace>(IN_WORKSPACE, ({ params }) => describeWorkspace(params, location));
  app.get<Workspace>(`${IN_WORKSPACE}/computes`, ({ params }) => ({
    value: [describeCompute(params, COMPUTE_NAME, location)],
  }));
  app.get<Named>(`${IN_WORKSPACE}/computes/:name`, ({ params }) =>
    describeCompute(params, params.name, location),
  );
  addDatastoreRoutes(app, blobs);
  const assets = new AssetStore(context.now);
  for (const kind of ASSET_KINDS) addAssetRoutes(app, kind, assets, context);
  addUploadRoute(app, blobs);
}

function addDatastoreRoutes(app: FastifyInstance, blobs: BlobStore): void {
  app.get<Workspace>(`${IN_WORKSPACE}/datastores`, (request) => ({ value: [describeDatastore(request)] }));
  app.get<Named>(`${IN_WORKSPACE}/datastores/:name`, (request) => {
    const { name, ...params } = request.params;
    if (name !== DATASTORE) throw notFound(workspaceId(params, `datastores/${name}`));
    return describeDatastore(request);
  });
  app.post<Named>(`${IN_WORKSPACE}/datastores/:name/listSecrets`, ({ params }) => {
    const { name, ...workspace } = params;
    if (name !== DATASTORE) throw notFound(workspaceId(workspace, `datastores/${name}`));
    return { secretsType: 'Sas', sasToken: blobs.sasToken };
  });
}

function addAssetRoutes(
  app: FastifyInstance,
  kind: AssetKind,
  assets: AssetStore,
  { targets }: AzureContext,
): void {
  const path = `${IN_WORKSPACE}/${kind}/:name/versions`;
  app.get<Named>(path, ({ params, query }) => {
    const { hash, $top } = query as { hash?: string; $top?: string };
    const all = assets
      .list(kind, params.name)
      .filter(({ properties }) => hash === undefined || hashOf(properties) === hash);
    const top = Number($top ?? all.length);
    return { value: all.slice(0, top).map((asset) => describeAsset(params, kind, asset)) };
  });
  app.get<Versioned>(`${path}/:version`, ({ params }) => {
    const { name, version } = params;
    const asset = assets.get(kind, name, version);
    if (asset === undefined) throw notFound(workspaceId(params, `${kind}/${name}/versions/${version}`));
    return describeAsset(params, kind, asset);
  });
  app.put<Versioned>(`${path}/:version`, ({ params, body }, reply) => {
    const { name, version } = params;
    const properties = objectOf(objectOf(body, 'The body').properties, 'properties');
    const isNew = assets.put(kind, name, version, properties);
    const status = isNew ? 201 : 200;
    const type = workspaceType(`${kind}/versions`);
    const change = { method: 'PUT', type, name: `${name}/${version}`, status };
    targets.changed({ ...change, detail: `PUT ${type} ${change.name} succeeded.` });
    const asset = { name, version, properties, createdAt: assets.get(kind, name, version)?.createdAt ?? 0 };
    return reply.code(status).send(describeAsset(params, kind, asset));
  });
}

function addUploadRoute(app: FastifyInstance, blobs: BlobStore): void {
  app.post<Versioned>(`${IN_WORKSPACE}/codes/:name/versions/:version/startPendingUpload`, (request) => {
    // A container of its own, so that two uploads of a file of one name do not meet.
    const uri = `${originOf(request)}/${ACCOUNT}/${CONTAINER}-${randomUUID()}`;
    return {
      pendingUploadId: randomUUID(),
      pendingUploadType: 'TemporaryBlobReference',
      blobReferenceForConsumption: {
        blobUri: uri,
        storageAccountArmId: storageId(request.params),
        credential: { credentialType: 'SAS', sasUri: `${uri}?${blobs.sasToken}` },
      },
    };
  });
}

const hashOf = ({ properties }: JsonObject): unknown =>
  typeof properties === 'object' && properties !== null && 'hash_sha256' in properties
    ? properties.hash_sha256
    : undefined;

const storageId = (params: GroupParams): string =>
  groupResourceId(params, `Microsoft.Storage/storageAccounts/${ACCOUNT}`);

function describeWorkspace(params: WorkspaceParams, location: string) {
  return {
    id: workspaceId(params),
    name: params.workspace,
    type: workspaceType(),
    location,
    tags: {},
    kind: 'Default',
    sku: { name: 'Basic', tier: 'Basic' },
    identity: {
      type: 'SystemAssigned',
      principalId: MOCK_IDENTITY.clientId,
      tenantId: MOCK_IDENTITY.tenantId,
    },
    properties: {
      friendlyName: params.workspace,
      description: '',
      workspaceId: '55555555-5555-5555-5555-555555555555',
      provisioningState: 'Succeeded',
      publicNetworkAccess: 'Enabled',
      storageAccount: storageId(params),
      keyVault: groupResourceId(params, 'Microsoft.KeyVault/vaults/mock'),
      applicationInsights: groupResourceId(params, 'microsoft.insights/components/mock'),
    },
  };
}

function describeCompute(params: WorkspaceParams, name: string, location: string) {
  return {
    id: workspaceId(params, `computes/${name}`),
    name,
    type: workspaceType('computes'),
    location,
    properties: {
      computeType: 'Kubernetes',
      provisioningState: 'Succeeded',
      properties: { namespace: 'default', defaultInstanceType: 'defaultinstancetype' },
    },
  };
}

function describeDatastore(request: FastifyRequest<Workspace>) {
  return {
    id: workspaceId(request.params, `datastores/${DATASTORE}`),
    name: DATASTORE,
    type: workspaceType('datastores'),
    properties: {
      datastoreType: 'AzureBlob',
      // Becomes https://HOST/storage.blob.SUFFIX in the SDK; see `ACCOUNT`.
      accountName: `${request.headers.host}/${ACCOUNT}`,
      containerName: CONTAINER,
      endpoint: request.headers.host,
      protocol: 'https',
      isDefault: true,
      credentials: { credentialsType: 'Sas' },
      properties: {},
      tags: {},
    },
  };
}

function describeAsset(params: WorkspaceParams, kind: AssetKind, asset: Asset) {
  const { name, version, properties, createdAt } = asset;
  return {
    id: workspaceId(params, `${kind}/${name}/versions/${version}`),
    name: version,
    type: workspaceType(`${kind}/versions`),
    // The SDK reads the flavors of a model without looking whether they are there.
    properties: {
      ...(kind === 'models' ? { flavors: {} } : {}),
      ...properties,
      provisioningState: 'Succeeded',
    },
    systemData: { createdAt: new Date(createdAt).toISOString(), createdByType: 'Application' },
  };
}
