import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CONTAINERD_SOCKET, NODE_ADDRESS, NODE_NAME, SERVICE_RANGE } from './addresses.ts';
import { ClusterError } from './cluster-error.ts';
import { ENVIRONMENT } from './machine.ts';
import { isSame, type ProcessIdentity, readIdentity } from './processes.ts';
import { NAMESPACES } from './requirements.ts';

/** Mounts that hide what is written to fixed places, and the node's network. */
const SET_UP = `
mount --make-rshared /
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
mount -t tmpfs -o mode=755 tmpfs /var/log
mkdir -p ${path.dirname(CONTAINERD_SOCKET)} /run/etcd
hostname ${NODE_NAME} 2>/dev/null || echo ${NODE_NAME} >/proc/sys/kernel/hostname
ip link set lo up
ip address add ${NODE_ADDRESS}/32 dev lo
ip route add ${SERVICE_RANGE} dev lo src ${NODE_ADDRESS}
echo 1 >/proc/sys/net/ipv4/ip_forward
`;

/** Folders that are hidden in the namespace, so nothing that is shared with it may be below them. */
const HIDDEN = ['/run', '/var/run', '/var/lib', '/var/log', '/proc', '/sys', '/dev'];

/** The namespaces of the node, kept open by a process outside of them and the first process in them. */
export class NodeNamespace {
  /** `unshare`: it takes everything in the namespaces with it when it ends. */
  readonly holder: ProcessIdentity;
  /** The first process in the namespaces, by its number outside of them. */
  readonly init: ProcessIdentity;

  constructor(holder: ProcessIdentity, init: ProcessIdentity) {
    this.holder = holder;
    this.init = init;
  }

  /**
   * Makes the namespaces.
   *
   * @param init a program that reaps orphans and does nothing else
   * @param shared the folders that programs inside have to see
   * @throws ClusterError CLUSTER_FOLDER_HIDDEN, CLUSTER_NAMESPACE
   */
  static async make(init: string, shared: readonly string[], log: string): Promise<NodeNamespace> {
    for (const folder of shared) {
      const over = HIDDEN.find((hidden) => folder === hidden || folder.startsWith(`${hidden}/`));
      if (over !== undefined)
        throw new ClusterError(
          'CLUSTER_FOLDER_HIDDEN',
          `the folder ${folder} is below ${over}, which the node has for itself`,
          'point XDG_CACHE_HOME at another folder, and run it from a checkout elsewhere',
        );
    }
    const child = startDetached('unshare', [...NAMESPACES, init], log);
    const first = await waitForChild(child);
    const namespace = new NodeNamespace(readIdentity(child.pid), readIdentity(first));
    const { status, stderr } = spawnSync('nsenter', namespace.enter('sh', ['-e', '-c', SET_UP]), {
      encoding: 'utf8',
      env: ENVIRONMENT,
    });
    if (status !== 0) {
      namespace.end();
      throw new ClusterError(
        'CLUSTER_NAMESPACE',
        `the node's network cannot be made: ${stderr.trim()}`,
        `see ${log}`,
      );
    }
    return namespace;
  }

  /** The arguments of `nsenter` that run a program inside. */
  enter(program: string, args: readonly string[] = []): string[] {
    const namespaces = ['--net', '--mount', '--pid', '--uts', '--ipc'];
    return ['--target', String(this.init.pid), ...namespaces, '--', program, ...args];
  }

  /** Starts a program inside that outlives this command; what it says goes to the end of the log. */
  start(program: string, args: readonly string[], log: string): ProcessIdentity {
    return readIdentity(startDetached('nsenter', this.enter(program, args), log).pid);
  }

  isAlive(): boolean {
    return isSame(this.holder) && isSame(this.init);
  }

  /** Ends everything inside, at once. */
  end(): void {
    for (const one of [this.init, this.holder]) if (isSame(one)) process.kill(one.pid, 'SIGKILL');
  }
}

/** Starts a program in a session of its own, which this command does not wait for. */
export function startDetached(program: string, args: readonly string[], log: string): ChildProcess {
  const file = openSync(log, 'a', 0o600);
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', file, file],
    env: ENVIRONMENT,
    cwd: '/',
  });
  closeSync(file);
  child.once('error', () => undefined);
  child.unref();
  return child;
}

async function waitForChild({ pid }: ChildProcess): Promise<number> {
  for (let tries = 0; pid !== undefined && tries < 200; tries += 1) {
    try {
      const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
      if (first !== undefined && first !== '') return Number(first);
    } catch {
      break;
    }
    await pause(10);
  }
  throw new ClusterError(
    'CLUSTER_NAMESPACE',
    'unshare made no namespaces',
    'see what "unshare --fork --pid true" says',
  );
}
