import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { readHierarchies } from '../../scripts/cluster/cgroups.ts';
import { findFolders } from '../../scripts/cluster/folders.ts';
import { nodeFiles } from '../../scripts/cluster/node-config.ts';
import { readOptions } from '../../scripts/cluster/options.ts';
import { isSame, processesNaming, readIdentity } from '../../scripts/cluster/processes.ts';
import { programsOf } from '../../scripts/cluster/programs.ts';
import { findLacks, type Machine, PROBES, PROGRAMS } from '../../scripts/cluster/requirements.ts';

const MAIN = path.resolve(import.meta.dirname, '../../scripts/cluster/main.ts');

const able: Machine = {
  platform: 'linux',
  uid: 0,
  programs: new Set(Object.keys(PROGRAMS)),
  cniFolder: '/usr/lib/cni',
  goVersion: '1.26.8',
  needsGo: true,
  controllers: new Set(['cpu', 'cpuacct', 'cpuset', 'memory', 'pids']),
  refused: new Map(),
};

t.test('a machine that has everything lacks nothing', async (t) => {
  t.strictSame(findLacks(able), []);
  t.strictSame(findLacks({ ...able, goVersion: null, needsGo: false }), [], 'Go is for the cache alone');
  const version2 = new Set(['cpu', 'cpuset', 'io', 'memory', 'pids']);
  t.strictSame(findLacks({ ...able, controllers: version2 }), [], 'cgroup v2 has no cpuacct');
});

t.test('each thing that is missing is named with what to do about it', async (t) => {
  const allRefused = new Map(PROBES.map(({ name }) => [name, 'unshare: Operation not permitted']));
  const cases: [Partial<Machine>, RegExp, RegExp][] = [
    [{ platform: 'darwin' }, /darwin/, /virtual machine/],
    [{ uid: 1000 }, /user is 1000/, /as root/],
    [{ programs: new Set() }, /etcd.*runc/, /apt-get install etcd-server containerd runc/],
    [{ cniFolder: null }, /ptp, host-local/, /containernetworking-plugins/],
    [{ goVersion: null }, /there is no Go/, /go\.dev/],
    [{ goVersion: '1.19.8' }, /Go is 1\.19\.8/, /go\.dev/],
    [{ controllers: new Set(['cpu', 'memory']) }, /cpuset, pids/, /--privileged/],
    [{ refused: allRefused }, /not permitted/, /--privileged/],
  ];
  for (const [change, what, remedy] of cases) {
    const lacks = findLacks({ ...able, ...change });
    t.equal(lacks.length, 1, JSON.stringify(Object.keys(change)));
    t.match(lacks[0]?.what, what);
    t.match(lacks[0]?.remedy, remedy);
  }
});

t.test('the command line', async (t) => {
  t.strictSame(readOptions([]), { command: 'up', images: [] });
  t.strictSame(readOptions(['--image', 'a:1', '--image', 'b:2']), { command: 'up', images: ['a:1', 'b:2'] });
  t.strictSame(readOptions(['load', 'a:1']), { command: 'load', images: ['a:1'] });
  t.strictSame(readOptions(['check', 'renew']), { command: 'check', names: ['renew'] });
  t.strictSame(readOptions(['down']), { command: 'down' });
  t.throws(() => readOptions(['dwon']), /"dwon" is no command/);
  t.throws(() => readOptions(['load']), /needs the tag/);
  t.throws(() => readOptions(['down', 'now']), /takes no argument/);
  t.throws(() => readOptions(['down', '--image', 'a']), /belongs to "up"/);
});

t.test('a wrong command line is exit status 2, with the usage', async (t) => {
  const { status, stderr } = spawnSync(process.execPath, [MAIN, 'dwon'], { encoding: 'utf8' });
  t.equal(status, 2);
  t.match(stderr, /Usage: npm run cluster/);
});

t.test('the cache is where XDG says, and nowhere in the checkout', async (t) => {
  const { run, build, cgroup, kubeconfig } = findFolders({ XDG_CACHE_HOME: '/caches', HOME: '/home/x' });
  t.equal(run, '/caches/azureml-fe-mock/cluster/run');
  t.equal(kubeconfig, `${run}/kubeconfig`);
  t.not(cgroup, findFolders({ XDG_CACHE_HOME: '/others' }).cgroup, 'two clusters are two');
  t.match(build, /^\/caches\/azureml-fe-mock\/cluster\/build-[0-9a-f]{12}-\w+$/);
  t.match(findFolders({ XDG_CACHE_HOME: 'relative', HOME: '/home/x' }).run, /^\/home\/x\/\.cache\//);
});

t.test('"down" without a cluster leaves well alone, and "load" says what is missing', async (t) => {
  const env = { ...process.env, XDG_CACHE_HOME: t.testdir() };
  const call = (...args: string[]) => spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env });
  t.match(call('load', 'a:1'), {
    status: 3,
    stderr: /CLUSTER_NOT_RUNNING.*\nhint: run "npm run cluster" first/,
  });
  if (!existsSync('/proc/self/mounts')) return;
  t.match(call('down'), { status: 0, stdout: /there was no cluster/ });
});

t.test('hierarchies of cgroups in the table of mounts', async (t) => {
  const text = [
    'tmpfs /sys/fs/cgroup tmpfs rw,relatime,mode=755 0 0',
    'cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,nosuid,nodev,noexec,relatime,cpu,cpuacct 0 0',
    'cgroup /sys/fs/cgroup/systemd cgroup rw,relatime,name=systemd 0 0',
    'cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime,nsdelegate 0 0',
  ].join('\n');
  t.strictSame(readHierarchies(text), [
    { folder: '/sys/fs/cgroup/cpu,cpuacct', version: 1, controllers: ['cpu', 'cpuacct'] },
    { folder: '/sys/fs/cgroup/unified', version: 2, controllers: [] },
  ]);
});

t.test(
  'a process is known again, and one that ended is not',
  { skip: !existsSync('/proc/self/stat') },
  async (t) => {
    const own = readIdentity(process.pid);
    t.ok(isSame(own));
    t.notOk(isSame({ ...own, startTime: '1' }), 'another process with the same number');
    t.strictSame(processesNaming(`/no/such/folder/${process.pid}`), []);
  },
);

t.test('every program is given files that are written, and none outside of the cluster', async (t) => {
  const place = { build: '/b', run: '/r' };
  const written = Object.keys(nodeFiles({ ...place, cgroup: 'c', cniPlugins: '/c', snapshotter: 'native' }));
  const programs = Object.values(programsOf(place));
  t.equal(programs.length, 7);
  for (const { name, args } of programs) {
    const files = args.flatMap((argument) => /(?:^|=)(\/r\/[^/]+\.(?:json|toml))$/.exec(argument)?.[1] ?? []);
    for (const file of files) t.ok(written.includes(file.slice('/r/'.length)), `${name}: ${file}`);
    for (const argument of args) t.notMatch(argument, /0\.0\.0\.0/, `${name} ${argument}`);
  }
});
