import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RouterFacts } from '../../../apis/kubernetes/targets.ts';
import { type PlayedCluster, playCluster } from '../../../scripts/field-test-kubernetes/played-cluster.ts';
import { type Ran, run } from '../../support/tools.ts';

/** A Kubernetes API over a harness that the test plays, and ways to call it. */
export interface TestCluster extends PlayedCluster {
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
  const played = await playCluster(changes);
  const { url, plainUrl, token, ca } = played;
  await writeFile(path.join(folder, 'kubeconfig'), kubeconfig(url, ca, token), { mode: 0o600 });
  return {
    ...played,
    folder,
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
      await played[Symbol.asyncDispose]();
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
