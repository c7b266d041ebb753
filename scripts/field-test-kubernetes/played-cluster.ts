import { randomUUID } from 'node:crypto';
import { openKubernetesApi } from '../../apis/kubernetes/server.ts';
import type {
  ClusterEvent,
  KubernetesTargets,
  LogLine,
  ObjectChange,
  RouterFacts,
  SharedSecret,
} from '../../apis/kubernetes/targets.ts';
import { tlsPair } from './tls-pair.ts';

/** A Kubernetes API over a harness that the caller plays: what is changed here shows in the API. */
export interface PlayedCluster extends AsyncDisposable {
  url: string;
  plainUrl: string;
  token: string;
  /** PEM of the authority. */
  ca: string;
  facts: RouterFacts;
  secrets: Map<string, SharedSecret>;
  events: ClusterEvent[];
  lines: LogLine[];
  changes: ObjectChange[];
  /** Says that facts, events or lines changed. */
  notify(): void;
}

/** Opens a cluster as the extension leaves it. */
export async function playCluster(changes: Partial<RouterFacts> = {}): Promise<PlayedCluster> {
  const { ca, cert, key } = await tlsPair();
  const listeners = new Set<() => void>();
  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  const secrets = new Map<string, SharedSecret>();
  const facts: RouterFacts = {
    installed: true,
    installedAt: Date.now() - 60_000,
    revision: 1,
    fqdn: 'www.contoso.com',
    serviceType: 'LoadBalancer',
    address: '127.0.0.1',
    nodePorts: null,
    replicas: 3,
    ready: [true, true, true],
    nodes: 3,
    sslSecret: 'contoso-tls',
    health: { passed: true, report: 'Status: PASSED\nName: service\n', at: Date.now() - 50_000 },
    endpoints: [
      {
        name: 'demo',
        scoringUri: 'https://www.contoso.com/api/v1/endpoint/demo/score',
        authMode: 'Key',
        traffic: { blue: 100 },
        deployments: [{ name: 'blue', replicas: 1, image: null }],
      },
    ],
    ...changes,
  };
  const world = {
    facts,
    events: [] as ClusterEvent[],
    lines: [] as LogLine[],
    changes: [] as ObjectChange[],
  };
  const token = randomUUID();
  const targets: KubernetesTargets = {
    secrets: {
      list: () => Array.from(secrets.values()),
      put: (secret) => {
        secrets.set(`${secret.namespace}/${secret.name}`, secret);
        notify();
      },
      remove: (namespace, name) => {
        secrets.delete(`${namespace}/${name}`);
        notify();
      },
    },
    router: () => world.facts,
    events: () => world.events,
    log: () => world.lines,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const api = await openKubernetesApi(targets, {
    port: 0,
    plainPort: 0,
    tls: { cert, key },
    token,
    onChange: (change) => world.changes.push(change),
  });
  return {
    ...world,
    url: api.url,
    plainUrl: api.plainUrl ?? '',
    token,
    ca,
    secrets,
    notify,
    [Symbol.asyncDispose]: () => api.close(),
  };
}
