import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CONTAINERD_SOCKET } from './addresses.ts';
import { ClusterError } from './cluster-error.ts';
import { runProgram } from './kubectl.ts';
import { ENVIRONMENT } from './machine.ts';
import type { NodeNamespace } from './namespace.ts';

const CTR = ['--address', CONTAINERD_SOCKET, '--namespace', 'k8s.io'];

/** Puts images from tars, as `docker save` writes them, onto the node. */
export class NodeImages {
  readonly #namespace: NodeNamespace;
  readonly #snapshotter: string;

  constructor(namespace: NodeNamespace, snapshotter: string) {
    this.#namespace = namespace;
    this.#snapshotter = snapshotter;
  }

  async importFile(archive: string): Promise<void> {
    const { status, stderr } = await runProgram('nsenter', this.#import(archive));
    if (status !== 0) throw this.#failed(archive, stderr);
  }

  /** @throws ClusterError CLUSTER_IMAGE where the Docker engine does not have one of them */
  async importFromDocker(tags: readonly string[]): Promise<void> {
    const save = spawn('docker', ['save', ...tags], { stdio: ['ignore', 'pipe', 'pipe'], env: ENVIRONMENT });
    const load = spawn('nsenter', this.#import('-'), { stdio: ['pipe', 'ignore', 'pipe'], env: ENVIRONMENT });
    const said: Buffer[] = [];
    for (const child of [save, load]) child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    load.stdin.on('error', () => undefined);
    save.stdout.pipe(load.stdin);
    const [[saved], [loaded]] = await Promise.all([once(save, 'close'), once(load, 'close')]);
    if (saved !== 0 || loaded !== 0) throw this.#failed(tags.join(', '), Buffer.concat(said).toString());
  }

  #import(archive: string): string[] {
    const args = ['images', 'import', '--snapshotter', this.#snapshotter, archive];
    return this.#namespace.enter('ctr', [...CTR, ...args]);
  }

  #failed(what: string, said: string): ClusterError {
    return new ClusterError(
      'CLUSTER_IMAGE',
      `the image ${what} did not come to the node: ${said.trim().slice(-500)}`,
      'build it first ("docker build --tag azureml-fe-mock:local ."), and point DOCKER_HOST at the engine that has it',
    );
  }
}
