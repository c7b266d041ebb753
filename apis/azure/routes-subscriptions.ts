import type { FastifyInstance } from 'fastify';
import type { AzureContext } from './context.ts';
import { MOCK_IDENTITY } from './targets.ts';

/** The resource providers whose types this API has. */
export const PROVIDERS = [
  'Microsoft.ContainerService',
  'Microsoft.Kubernetes',
  'Microsoft.KubernetesConfiguration',
  'Microsoft.MachineLearningServices',
  'Microsoft.Network',
  'Microsoft.Relay',
] as const;

interface SubscriptionParam {
  Params: { subscription: string };
}
interface GroupParam {
  Params: { subscription: string; group: string };
}
interface ProviderParam {
  Params: { subscription: string; namespace: string };
}

/** Tenants, subscriptions, resource groups and providers. All that are asked for are there. */
export function addSubscriptionRoutes(app: FastifyInstance, { location }: AzureContext): void {
  app.get('/tenants', () => {
    const { tenantId } = MOCK_IDENTITY;
    return { value: [{ id: `/tenants/${tenantId}`, tenantId, displayName: 'Contoso (mock)' }] };
  });
  app.get('/subscriptions', () => ({
    value: [describeSubscription(MOCK_IDENTITY.subscriptionId)],
    count: { type: 'Total', value: 1 },
  }));
  app.get<SubscriptionParam>('/subscriptions/:subscription', ({ params }) =>
    describeSubscription(params.subscription),
  );
  app.get<SubscriptionParam>('/subscriptions/:subscription/locations', ({ params }) => ({
    value: [
      {
        id: `/subscriptions/${params.subscription}/locations/${location}`,
        name: location,
        displayName: location,
      },
    ],
  }));

  app.get<SubscriptionParam>('/subscriptions/:subscription/resourceGroups', ({ params }) => ({
    value: [describeGroup(params.subscription, DEFAULT_GROUP, location)],
  }));
  app.get<GroupParam>('/subscriptions/:subscription/resourceGroups/:group', ({ params }) =>
    describeGroup(params.subscription, params.group, location),
  );
  app.head<GroupParam>('/subscriptions/:subscription/resourceGroups/:group', (_request, reply) =>
    reply.code(204).send(),
  );
  app.put<GroupParam>('/subscriptions/:subscription/resourceGroups/:group', ({ params }) =>
    describeGroup(params.subscription, params.group, location),
  );

  app.get<SubscriptionParam>('/subscriptions/:subscription/providers', ({ params }) => ({
    value: PROVIDERS.map((namespace) => describeProvider(params.subscription, namespace)),
  }));
  app.get<ProviderParam>('/subscriptions/:subscription/providers/:namespace', ({ params }) =>
    describeProvider(params.subscription, params.namespace),
  );
  app.post<ProviderParam>('/subscriptions/:subscription/providers/:namespace/register', ({ params }) =>
    describeProvider(params.subscription, params.namespace),
  );
}

/** The group that lists show; any other is there as well. */
export const DEFAULT_GROUP = 'contoso';

function describeSubscription(subscriptionId: string) {
  return {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: MOCK_IDENTITY.tenantId,
    displayName: 'azureml-fe-mock',
    state: 'Enabled',
    subscriptionPolicies: {},
    authorizationSource: 'RoleBased',
    managedByTenants: [],
  };
}

function describeGroup(subscription: string, name: string, location: string) {
  return {
    id: `/subscriptions/${subscription}/resourceGroups/${name}`,
    name,
    type: 'Microsoft.Resources/resourceGroups',
    location,
    properties: { provisioningState: 'Succeeded' },
  };
}

function describeProvider(subscription: string, namespace: string) {
  return {
    id: `/subscriptions/${subscription}/providers/${namespace}`,
    namespace,
    registrationState: 'Registered',
    registrationPolicy: 'RegistrationRequired',
    resourceTypes: [],
  };
}
