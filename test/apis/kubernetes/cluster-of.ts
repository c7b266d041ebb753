import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openKubernetesApi } from '../../../apis/kubernetes/server.ts';
import type {
  ClusterEvent,
  KubernetesTargets,
  LogLine,
  ObjectChange,
  RouterFacts,
  SharedSecret,
} from '../../../apis/kubernetes/targets.ts';
import { type Ran, run } from '../../support/tools.ts';
import { tlsPair } from './tls-pair.ts';

/** A Kubernetes API over a harness that the test plays. */
export interface TestCluster extends AsyncDisposable {
  url: string;
  plainUrl: string;
  token: string;
  facts: RouterFacts;
  secrets: Map<string, SharedSecret>;
  events: ClusterEvent[];
  lines: LogLine[];
  changes: ObjectChange[];
  /** Says that facts, events or lines changed. */
  notify(): void;
  /** Sends a request with the token; `body` is sent as JSON unless it is bytes or text. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  /** Runs a kubectl with a kubeconfig of this cluster. */
  kubectl(program: string, ...args: string[]): Promise<Ran>;
  /** A folder of this test. */
  folder: string;
}

/** An answer. */
export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: answers of any kind are looked into by the tests
  json: any;
}

/** Opens a cluster as the extension leaves it. */
export async function clusterOf(changes: Partial<RouterFacts> = {}): Promise<TestCluster> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubernetes-api-'));
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
  const plainUrl = api.plainUrl ?? '';
  await writeFile(path.join(folder, 'kubeconfig'), kubeconfig(api.url, ca, token), { mode: 0o600 });
  return {
    ...world,
    url: api.url,
    plainUrl,
    token,
    secrets,
    folder,
    notify,
    send: (method, where, body, headers = {}) =>
      send(plainUrl + where, method, body, { authorization: `Bearer ${token}`, ...headers }),
    kubectl: (program, ...args) =>
      run(program, [
        '--kubeconfig',
        path.join(folder, 'kubeconfig'),
        '--cache-dir',
        path.join(folder, 'cache'),
        ...args,
      ]),
    [Symbol.asyncDispose]: async () => {
      await api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Sends a request without a token. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const raw = typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: {
      'user-agent': 'test/1',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  return { status: response.status, headers: response.headers, text, json };
}

function kubeconfig(url: string, ca: string, token: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'mock',
    clusters: [
      {
        name: 'mock',
        cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
      },
    ],
    users: [{ name: 'mock', user: { token } }],
    contexts: [{ name: 'mock', context: { cluster: 'mock', user: 'mock', namespace: 'azureml' } }],
  });
}
