import type { JsonObject } from './json.ts';
import { apiVersionOf, KINDS, type Kind } from './kinds.ts';

/** The version of Kubernetes whose answers this API gives. */
export const VERSION: JsonObject = {
  major: '1',
  minor: '34',
  emulationMajor: '1',
  emulationMinor: '34',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '33',
  gitVersion: 'v1.34.4',
  gitCommit: 'azureml-fe-mock',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: 'go1.24.6',
  compiler: 'gc',
  platform: 'linux/amd64',
};

/** The kinds beside the objects: they can be created and are not kept. */
const REVIEW = {
  group: 'authorization.k8s.io',
  version: 'v1',
  resource: 'selfsubjectaccessreviews',
  kind: 'SelfSubjectAccessReview',
};

/** What a subresource is: its kind and verbs. */
const SUBRESOURCES: Record<string, { kind: string; group?: string; version?: string; verbs: string[] }> = {
  status: { kind: '', verbs: ['get', 'patch', 'update'] },
  log: { kind: '', verbs: ['get'] },
  scale: { kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get', 'patch', 'update'] },
  exec: { kind: 'PodExecOptions', verbs: ['create', 'get'] },
  attach: { kind: 'PodAttachOptions', verbs: ['create', 'get'] },
  portforward: { kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
  eviction: { kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
};

/** `GET /api`. */
export function coreVersions(address: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  };
}

/** `GET /apis`. */
export function groupList(): JsonObject {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupNames().map(groupOf) };
}

/** `GET /apis/GROUP`, or null where there is no such group. */
export function group(name: string): JsonObject | null {
  return groupNames().includes(name) ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(name) } : null;
}

/** `GET /api/v1` and `GET /apis/GROUP/VERSION`, or null where there is no such version. */
export function resourceList(groupName: string, version: string): JsonObject | null {
  const kinds = KINDS.filter((kind) => kind.group === groupName && kind.version === version);
  const isReview = groupName === REVIEW.group && version === REVIEW.version;
  if (kinds.length === 0 && !isReview) return null;
  const groupVersion = groupName === '' ? version : `${groupName}/${version}`;
  return {
    kind: 'APIResourceList',
    ...(groupName === '' ? {} : { apiVersion: 'v1' }),
    groupVersion,
    resources: isReview
      ? [
          {
            name: REVIEW.resource,
            singularName: 'selfsubjectaccessreview',
            namespaced: false,
            kind: REVIEW.kind,
            verbs: ['create'],
          },
        ]
      : kinds.flatMap((kind) => [
          resource(kind),
          ...kind.subresources.map((name) => subresource(kind, name)),
        ]),
  };
}

/** `GET /api` and `GET /apis` for clients that accept `APIGroupDiscoveryList`, versions v2 and v2beta1. */
export function aggregated(core: boolean, version: 'v2' | 'v2beta1'): JsonObject {
  const names = core ? [''] : groupNames();
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: names.map(
      (name): JsonObject => ({
        metadata: name === '' ? {} : { name },
        versions: versionsOf(name).map((one) => ({
          version: one,
          resources: discoveredResources(name, one),
          freshness: 'Current',
        })),
      }),
    ),
  };
}

function discoveredResources(groupName: string, version: string): JsonObject[] {
  if (groupName === REVIEW.group) {
    const responseKind = { group: REVIEW.group, version: REVIEW.version, kind: REVIEW.kind };
    return [
      {
        resource: REVIEW.resource,
        responseKind,
        scope: 'Cluster',
        singularResource: 'selfsubjectaccessreview',
        verbs: ['create'],
      },
    ];
  }
  return KINDS.filter((kind) => kind.group === groupName && kind.version === version).map((kind) => ({
    resource: kind.resource,
    responseKind: { group: kind.group, version: kind.version, kind: kind.kind },
    scope: kind.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.singular,
    verbs: [...kind.verbs],
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(kind.subresources.length === 0
      ? {}
      : {
          subresources: kind.subresources.map((name) => {
            const known = SUBRESOURCES[name];
            return {
              subresource: name,
              responseKind: {
                group: known?.group ?? kind.group,
                version: known?.version ?? kind.version,
                kind: known?.kind || kind.kind,
              },
              verbs: known?.verbs ?? [],
            };
          }),
        }),
  }));
}

function groupNames(): string[] {
  const named = KINDS.map((kind) => kind.group).filter((name) => name !== '');
  return Array.from(new Set([...named, REVIEW.group]));
}

function versionsOf(groupName: string): string[] {
  if (groupName === REVIEW.group) return [REVIEW.version];
  return Array.from(new Set(KINDS.filter((kind) => kind.group === groupName).map((kind) => kind.version)));
}

function groupOf(name: string): JsonObject {
  const versions = versionsOf(name).map((version) => ({ groupVersion: `${name}/${version}`, version }));
  return { name, versions, preferredVersion: versions[0] ?? {} };
}

function resource(kind: Kind): JsonObject {
  return {
    name: kind.resource,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: [...kind.verbs],
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
  };
}

function subresource(kind: Kind, name: string): JsonObject {
  const known = SUBRESOURCES[name];
  return {
    name: `${kind.resource}/${name}`,
    singularName: '',
    namespaced: kind.namespaced,
    ...(known?.group === undefined ? {} : { group: known.group, version: known.version ?? 'v1' }),
    kind: known?.kind || kind.kind,
    verbs: known?.verbs ?? [],
  };
}

/** The versions with a document in OpenAPI v3: `api/v1`, `apis/apps/v1`… */
export function documentedVersions(): { path: string; kinds: Kind[] }[] {
  const byPath = Map.groupBy(KINDS, (kind) => `${kind.group === '' ? 'api' : 'apis'}/${apiVersionOf(kind)}`);
  return Array.from(byPath, ([path, kinds]) => ({ path, kinds }));
}
