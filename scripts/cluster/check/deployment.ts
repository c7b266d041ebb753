import { mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { type Kubectl, runProgram } from '../kubectl.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const NAMESPACE = 'azureml';
export const ROUTER = 'azureml-fe';

export interface Pod {
  metadata: { name: string; uid: string; deletionTimestamp?: string; labels: Record<string, string> };
  spec: { containers: { image: string }[] };
  status: {
    phase: string;
    podIP?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { containerID?: string; restartCount: number; ready: boolean }[];
  };
}

/** What a router says of the secret: the metric's events and the fingerprints at `/extension` and `/health`. */
export interface SecretView {
  served: string | null;
  waiting: string | null;
  /** How often a changed secret was refused. */
  refused: number;
}

/** PEM files of a Secret by their names. */
export type SecretFiles = Record<'cert.pem' | 'key.pem', Buffer>;

/** What deploy/kubernetes makes, as it is on the cluster. */
export class Deployment {
  readonly kubectl: Kubectl;
  /** Where certificates are issued. */
  readonly folder: string;

  constructor(kubectl: Kubectl, folder: string) {
    this.kubectl = kubectl;
    this.folder = folder;
  }

  get caFile(): string {
    return path.join(this.folder, 'contoso-tls', 'ca.pem');
  }

  ns(...args: string[]): Promise<string> {
    return this.kubectl.run(['--namespace', NAMESPACE, ...args]);
  }

  /** `kubectl apply -k`, with what a folder of the checkout makes. */
  async applyFolder(folder: string): Promise<void> {
    await this.kubectl.run(['apply', '--kustomize', path.join(ROOT, folder)]);
  }

  /** The pods of the routers that are not on their way out. */
  async routers(): Promise<Pod[]> {
    const { items } = await this.kubectl.get<{ items: Pod[] }>(
      ...['pods', '--namespace', NAMESPACE, '--selector', `app.kubernetes.io/name=${ROUTER}`],
    );
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** Waits until a rollout is over and no pod of before is left. */
  async rolledOut(name = ROUTER, seconds = 300): Promise<void> {
    await this.ns('rollout', 'status', `deployment/${name}`, `--timeout=${seconds}s`);
  }

  /** Issues a certificate as docs/run-in-a-cluster.md does. */
  async issue(days = 90): Promise<SecretFiles> {
    const out = path.join(this.folder, 'contoso-tls');
    const state = path.join(this.folder, 'authority');
    const args = ['certs', 'issue', '--name', 'www.contoso.com', '--days', String(days), '--out', out];
    const { status, stderr } = await runProgram(process.execPath, [
      path.join(ROOT, 'cli/main.ts'),
      ...args,
      ...['--state', state],
    ]);
    if (status !== 0) throw new Error(stderr);
    const [cert, key] = await Promise.all(
      ['cert.pem', 'key.pem'].map((name) => readFile(path.join(out, name))),
    );
    return { 'cert.pem': cert ?? Buffer.alloc(0), 'key.pem': key ?? Buffer.alloc(0) };
  }

  async applySecret(files: SecretFiles): Promise<void> {
    const data = Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, bytes.toString('base64')]),
    );
    const metadata = { name: 'contoso-tls', namespace: NAMESPACE };
    await this.kubectl.apply(stringify({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata, data }));
  }

  /** What each router says of its secret, through the API server. */
  async secretViews(): Promise<SecretView[]> {
    return Promise.all(
      (await this.routers()).map(async ({ metadata: { name } }) => {
        const ask = (url: string) =>
          this.kubectl.run(['get', '--raw', `/api/v1/namespaces/${NAMESPACE}/pods/${name}:8055/proxy${url}`]);
        const [health, extension, metrics] = await Promise.all([
          ask('/health'),
          ask('/extension'),
          ask('/metrics'),
        ]);
        return {
          served: JSON.parse(health).served?.fingerprint ?? null,
          waiting: JSON.parse(extension).waitingSecret ?? null,
          refused: Number(
            /^azureml_fe_secret_events_total\{event="refused"\} (\d+)/m.exec(metrics)?.[1] ?? 0,
          ),
        };
      }),
    );
  }

  /**
   * Has kubelet look at the mounted Secrets now and not at its next sync ("Mounted ConfigMaps are updated
   * automatically" in the documentation of Kubernetes: a changed annotation of the pod does it).
   */
  async hurryKubelet(): Promise<void> {
    const stamp = `checked-at=${Date.now()}`;
    await this.ns('annotate', '--overwrite', 'pods', '--selector', `app.kubernetes.io/name=${ROUTER}`, stamp);
  }
}

/** A folder for one run of the checks, removed at its end. */
export async function withFolder<T>(parent: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, 'check-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
