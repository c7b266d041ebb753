import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { API_PORT, CONTAINERD_SOCKET, NODE_NAME } from './addresses.ts';
import { build, isBuilt } from './build.ts';
import { makeCgroups } from './cgroups.ts';
import { ClusterError } from './cluster-error.ts';
import { writeCredentials } from './credentials.ts';
import { type Folders, MANIFESTS } from './folders.ts';
import { Kubectl, runProgram } from './kubectl.ts';
import { findCniFolder, lookAtMachine } from './machine.ts';
import { NodeNamespace, startDetached } from './namespace.ts';
import { nodeFiles } from './node-config.ts';
import { NodeImages } from './node-images.ts';
import { isSame, readIdentity } from './processes.ts';
import { type ProgramName, programsOf } from './programs.ts';
import { findLacks } from './requirements.ts';
import { readState, type State, writeState } from './state.ts';
import { waitFor } from './wait.ts';

export type Say = (text: string) => void;

/** @throws ClusterError CLUSTER_UNSUPPORTED with everything that is missing */
export function checkMachine(folders: Folders): void {
  const lacks = findLacks(lookAtMachine(!isBuilt(folders.build)));
  if (lacks.length === 0) return;
  throw new ClusterError(
    'CLUSTER_UNSUPPORTED',
    `no Kubernetes can run on this machine:\n${lacks.map(({ what, remedy }) => `  ${what}\n    ${remedy}`).join('\n')}`,
    'mend what is named, or use a cluster of your own: the manifests need nothing of this one',
  );
}

/** @throws ClusterError CLUSTER_NOT_BUILT where "up" would have to build for minutes */
export function checkCache(folders: Folders): void {
  if (isBuilt(folders.build)) return;
  throw new ClusterError(
    'CLUSTER_NOT_BUILT',
    `Kubernetes is not built yet; it would be in ${folders.build}`,
    'run "npm run cluster -- build", which takes some minutes, once',
  );
}

/** Builds what the cluster needs where the cache does not have it. */
export async function fillCache(folders: Folders, say: Say): Promise<void> {
  if (isBuilt(folders.build)) return;
  say('building Kubernetes and CoreDNS from their Go modules; this happens once');
  await build(folders.build);
  say(`built into ${folders.build}`);
}

/**
 * Brings the cluster up: control plane, node and DNS, with these images of the Docker engine on it.
 *
 * @throws ClusterError, after which `down` has to tidy up
 */
export async function up(folders: Folders, images: readonly string[], say: Say): Promise<void> {
  if (existsSync(folders.run))
    throw new ClusterError(
      'CLUSTER_EXISTS',
      `there is a cluster already, or what is left of one, in ${folders.run}`,
      'use it, or run "npm run cluster -- down" first',
    );
  checkMachine(folders);
  await fillCache(folders, say);

  const { run } = folders;
  await mkdir(path.join(run, 'logs'), { recursive: true, mode: 0o700 });
  const log = (name: string): string => path.join(run, 'logs', `${name}.log`);
  const namespace = await NodeNamespace.make(
    path.join(folders.build, 'pause'),
    [run, import.meta.dirname],
    log('node'),
  );
  const state: State = { holder: namespace.holder, init: namespace.init, relay: null, programs: {} };
  await writeState(run, state);

  const snapshotter = await chooseSnapshotter(namespace, run);
  const files = nodeFiles({ run, cgroup: folders.cgroup, cniPlugins: findCniFolder() ?? '', snapshotter });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(run, name)), { recursive: true });
    await writeFile(path.join(run, name), text);
  }
  const kubeconfigFor = await writeCredentials(path.join(run, 'credentials'));
  makeCgroups(folders.cgroup);

  const programs = programsOf({ build: folders.build, run });
  const start = async (...names: ProgramName[]): Promise<void> => {
    for (const name of names) {
      const { path: program, args } = programs[name];
      state.programs[name] = namespace.start(program, args, log(name));
    }
    await writeState(run, state);
  };
  await start('etcd', 'containerd', 'kube-apiserver');

  const socket = path.join(run, 'api.sock');
  const relay = path.join(import.meta.dirname, 'relay.ts');
  namespace.start(process.execPath, [relay, socket, `127.0.0.1:${API_PORT}`], log('relay-inside'));
  const outer = startDetached(process.execPath, [relay, '127.0.0.1:0', socket], log('relay'));
  state.relay = readIdentity(outer.pid);
  await writeState(run, state);
  const address = await waitFor(
    'the relay to the API server',
    20,
    async () => (await readFile(log('relay'), 'utf8')).match(/^127\.0\.0\.1:\d+$/m)?.[0] ?? null,
  );
  await writeFile(folders.kubeconfig, kubeconfigFor(`https://${address}`), { mode: 0o600 });

  const kubectl = new Kubectl(folders.kubeconfig);
  const ready = <Value>(what: string, seconds: number, who: ProgramName, ask: () => Promise<Value | null>) =>
    waitFor(
      what,
      seconds,
      () => {
        checkPrograms(state, log);
        return ask();
      },
      `see ${log(who)}`,
    );
  await ready('the API server', 60, 'kube-apiserver', () => kubectl.run(['get', '--raw=/readyz']));
  say(`the API server answers at https://${address}`);
  await start('kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy');

  const imports = new NodeImages(namespace, snapshotter);
  await ready('containerd', 60, 'containerd', () => containerdAnswers(namespace));
  for (const archive of ['pause.tar', 'coredns.tar'])
    await imports.importFile(path.join(folders.build, archive));
  await kubectl.apply(await readFile(path.join(MANIFESTS, 'coredns.yaml'), 'utf8'));
  const nodeIsReady = ['wait', '--for=condition=Ready', `node/${NODE_NAME}`, '--timeout=5s'];
  await ready('the node', 120, 'kubelet', () => kubectl.run(nodeIsReady));
  say('the node is Ready');
  if (images.length > 0) {
    await imports.importFromDocker(images);
    say(`on the node: ${images.join(', ')}`);
  }
  const rollout = ['--namespace=kube-system', 'rollout', 'status', 'deployment/coredns', '--timeout=5s'];
  await ready('the DNS of the cluster', 120, 'kubelet', () => kubectl.run(rollout));
  say('the DNS of the cluster answers');
}

/** @throws ClusterError CLUSTER_PROGRAM_ENDED with the first of them that is not there any more */
function checkPrograms({ programs }: State, log: (name: string) => string): void {
  for (const [name, identity] of Object.entries(programs))
    if (!isSame(identity))
      throw new ClusterError(
        'CLUSTER_PROGRAM_ENDED',
        `${name} ended: ${readFileSync(log(name), 'utf8').trimEnd().split('\n').at(-1)}`,
        `see ${log(name)}; "npm run cluster -- down" removes what is left`,
      );
}

/** Copies images of the Docker engine to the node of the running cluster. */
export async function load(folders: Folders, tags: readonly string[]): Promise<void> {
  const { namespace } = await findRunning(folders);
  await new NodeImages(namespace, await chooseSnapshotter(namespace, folders.run)).importFromDocker(tags);
}

/** @throws ClusterError CLUSTER_NOT_RUNNING */
export async function findRunning(folders: Folders): Promise<{ namespace: NodeNamespace; state: State }> {
  const state = await readState(folders.run);
  const namespace = state === null ? null : new NodeNamespace(state.holder, state.init);
  if (state === null || namespace?.isAlive() !== true)
    throw new ClusterError('CLUSTER_NOT_RUNNING', 'no cluster runs', 'run "npm run cluster" first');
  return { namespace, state };
}

/** Starts a program of the running cluster again, as after a crash: it is killed first. */
export async function restart(folders: Folders, name: ProgramName): Promise<void> {
  const { namespace, state } = await findRunning(folders);
  const old = state.programs[name];
  if (old !== undefined && isSame(old)) {
    // The signal goes to the program, and nsenter ends with it.
    await runProgram('sh', ['-c', `kill -KILL $(cat /proc/${old.pid}/task/${old.pid}/children)`]);
    await waitFor(`the end of ${name}`, 20, async () => (isSame(old) ? null : true));
  }
  const { path: program, args } = programsOf({ build: folders.build, run: folders.run })[name];
  state.programs[name] = namespace.start(program, args, path.join(folders.run, 'logs', `${name}.log`));
  await writeState(folders.run, state);
}

async function containerdAnswers(namespace: NodeNamespace): Promise<true | null> {
  const { status } = await runProgram(
    'nsenter',
    namespace.enter('ctr', ['--address', CONTAINERD_SOCKET, 'version']),
  );
  return status === 0 ? true : null;
}

/** overlayfs shares the layers of an image between its containers; not every file system can be below one. */
async function chooseSnapshotter(namespace: NodeNamespace, run: string): Promise<'overlayfs' | 'native'> {
  const probe = path.join(run, 'overlay-probe');
  for (const name of ['lower', 'upper', 'work', 'merged'])
    await mkdir(path.join(probe, name), { recursive: true });
  const options = `lowerdir=${probe}/lower,upperdir=${probe}/upper,workdir=${probe}/work`;
  const script = `mount -t overlay overlay -o ${options} ${probe}/merged && umount ${probe}/merged`;
  const { status } = await runProgram('nsenter', namespace.enter('sh', ['-c', script]));
  await rm(probe, { recursive: true, force: true });
  return status === 0 ? 'overlayfs' : 'native';
}
