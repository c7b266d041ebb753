/** A kind that this API serves. */
export interface Kind {
  group: string;
  version: string;
  /** Plural, as it stands in the path. */
  resource: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames: string[];
  categories: string[];
  verbs: readonly string[];
  /** Beside `status`: `scale`, `log`, `exec`… */
  subresources: string[];
  /** The name of its component in `schemas.ts`, or null where it has no schema there. */
  schema: string | null;
  /** Where the objects of this kind are kept; the two groups of Event share one shelf. */
  shelf: string;
}

const ALL = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'] as const;
const READ = ['get', 'list', 'watch'] as const;

/** The kinds, in the order in which discovery lists them. */
export const KINDS: readonly Kind[] = [
  core('configmaps', 'ConfigMap', ['cm']),
  core('endpoints', 'Endpoints', ['ep'], { singular: 'endpoints' }),
  core('events', 'Event', ['ev'], { shelf: 'events' }),
  core('namespaces', 'Namespace', ['ns'], {
    namespaced: false,
    verbs: ALL.filter((verb) => verb !== 'deletecollection'),
    subresources: ['status'],
  }),
  core('nodes', 'Node', ['no'], { namespaced: false, subresources: ['status'] }),
  core('pods', 'Pod', ['po'], {
    categories: ['all'],
    subresources: ['status', 'log', 'exec', 'attach', 'portforward', 'eviction'],
  }),
  core('secrets', 'Secret', []),
  core('serviceaccounts', 'ServiceAccount', ['sa']),
  core('services', 'Service', ['svc'], { categories: ['all'], subresources: ['status'] }),
  kind('apps', 'v1', 'deployments', 'Deployment', 'io.k8s.api.apps.v1.Deployment', {
    shortNames: ['deploy'],
    categories: ['all'],
    subresources: ['status', 'scale'],
  }),
  kind('apps', 'v1', 'replicasets', 'ReplicaSet', 'io.k8s.api.apps.v1.ReplicaSet', {
    shortNames: ['rs'],
    categories: ['all'],
    subresources: ['status', 'scale'],
  }),
  kind(
    'autoscaling',
    'v2',
    'horizontalpodautoscalers',
    'HorizontalPodAutoscaler',
    'io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler',
    {
      shortNames: ['hpa'],
      categories: ['all'],
      subresources: ['status'],
    },
  ),
  kind('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', 'io.k8s.api.discovery.v1.EndpointSlice'),
  kind('events.k8s.io', 'v1', 'events', 'Event', 'io.k8s.api.events.v1.Event', {
    shortNames: ['ev'],
    shelf: 'events',
  }),
  kind(
    'networking.k8s.io',
    'v1',
    'networkpolicies',
    'NetworkPolicy',
    'io.k8s.api.networking.v1.NetworkPolicy',
    {
      singular: 'networkpolicy',
      shortNames: ['netpol'],
    },
  ),
  kind(
    'policy',
    'v1',
    'poddisruptionbudgets',
    'PodDisruptionBudget',
    'io.k8s.api.policy.v1.PodDisruptionBudget',
    {
      shortNames: ['pdb'],
      subresources: ['status'],
    },
  ),
  // ASSUMPTION: onlineendpoints-version: the names of the extension's kinds are public, their version and fields are
  // not; v1alpha1 is usual for kinds of one product. Changed by nothing: they can only be read.
  kind('amlarc.azureml.com', 'v1alpha1', 'onlinedeployments', 'OnlineDeployment', null, { verbs: READ }),
  kind('amlarc.azureml.com', 'v1alpha1', 'onlineendpoints', 'OnlineEndpoint', null, { verbs: READ }),
];

/** Finds a kind by the parts of a path. */
export function kindOfPath(group: string, version: string, resource: string): Kind | undefined {
  return KINDS.find((one) => one.group === group && one.version === version && one.resource === resource);
}

/** The `apiVersion` of a kind's objects: `v1`, or `apps/v1`. */
export function apiVersionOf(kind: Kind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

/** Finds a kind by what its objects carry. */
export function kindOfObject(apiVersion: string, name: string): Kind | undefined {
  return KINDS.find((one) => apiVersionOf(one) === apiVersion && one.kind === name);
}

/** The kind of a name; for code of this folder, which names only kinds that exist. */
export function kindNamed(apiVersion: string, name: string): Kind {
  const found = kindOfObject(apiVersion, name);
  if (found === undefined) throw new Error(`There is no kind ${apiVersion} ${name}.`);
  return found;
}

type Rest = Partial<Omit<Kind, 'group' | 'version' | 'resource' | 'kind' | 'schema'>>;

function core(resource: string, name: string, shortNames: string[], rest: Rest = {}): Kind {
  return kind('', 'v1', resource, name, `io.k8s.api.core.v1.${name}`, { shortNames, ...rest });
}

function kind(
  group: string,
  version: string,
  resource: string,
  name: string,
  schema: string | null,
  rest: Rest = {},
): Kind {
  return {
    group,
    version,
    resource,
    kind: name,
    schema,
    singular: name.toLowerCase(),
    namespaced: true,
    shortNames: [],
    categories: [],
    verbs: ALL,
    subresources: [],
    shelf: group === '' ? resource : `${resource}.${group}`,
    ...rest,
  };
}
