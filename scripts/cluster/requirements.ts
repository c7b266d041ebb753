/** What a program or a right of this machine is needed for, as far as it could be found out. */
export interface Machine {
  platform: NodeJS.Platform;
  /** The effective user. */
  uid: number | null;
  /** The needed programs that are on PATH. */
  programs: ReadonlySet<string>;
  /** The folder of the CNI plugins, or null. */
  cniFolder: string | null;
  /** Of `go version`, such as `1.26.8`; null where there is none. */
  goVersion: string | null;
  /** False where what is to be built is in the cache. */
  needsGo: boolean;
  /** The controllers of cgroups in which a cgroup can be made. */
  controllers: ReadonlySet<string>;
  /** What the kernel refused of what `PROBES` tried, with its words. */
  refused: ReadonlyMap<string, string>;
}

/** Something that is missing, and what can be done. */
export interface Lack {
  what: string;
  remedy: string;
}

/** The packages are those of Debian. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  etcd: 'etcd-server',
  containerd: 'containerd',
  ctr: 'containerd',
  runc: 'runc',
  ip: 'iproute2',
  iptables: 'iptables',
  kubectl: 'kubernetes-client',
  mount: 'mount',
  nsenter: 'util-linux',
  tar: 'tar',
  unshare: 'util-linux',
};

export const CNI_FOLDERS = ['/usr/lib/cni', '/opt/cni/bin'];
/** Those that the CNI configuration of the node names. */
export const CNI_PLUGINS = ['ptp', 'host-local', 'portmap'];
/** Those that kubelet insists on. */
const CONTROLLERS = ['cpu', 'cpuacct', 'cpuset', 'memory', 'pids'];
/** What go.mod asks for. */
const OLDEST_GO = [1, 24] as const;

/** Tried one by one in namespaces that end with the trial. */
export const PROBES: readonly { name: string; script: string; remedy: string }[] = [
  {
    name: 'namespaces for network, mounts, processes, host name and IPC',
    script: 'true',
    remedy: 'run it on a virtual machine, or in a container with --privileged',
  },
  {
    name: 'mounts in a namespace',
    script: 'mount -t tmpfs tmpfs /run',
    remedy: 'run it on a virtual machine, or in a container with --privileged',
  },
  {
    name: 'pairs of network interfaces (veth)',
    script: 'ip link add probe1 type veth peer name probe2',
    remedy: 'load the kernel module "veth"',
  },
  {
    name: 'the rules of iptables that kube-proxy writes',
    script:
      'mount -t tmpfs tmpfs /run && iptables -w -t nat -A OUTPUT -p tcp -m comment --comment probe ' +
      '-m statistic --mode random --probability 0.5 -j DNAT --to-destination 127.0.0.1:1 && ' +
      'iptables -w -A FORWARD -m conntrack --ctstate INVALID -j DROP && ' +
      'iptables -w -t nat -A POSTROUTING -m mark --mark 1/1 -j MASQUERADE',
    remedy: 'load the kernel modules "nf_nat", "nf_conntrack", "xt_comment", "xt_statistic" and "xt_mark"',
  },
];

/** Everything that keeps the cluster from running on a machine; empty where it can. */
export function findLacks(machine: Machine): Lack[] {
  if (machine.platform !== 'linux') {
    const what = `the system is ${machine.platform}, and kubelet runs on Linux`;
    return [{ what, remedy: 'run it in a virtual machine with Linux, or use kind' }];
  }
  if (machine.uid !== 0) {
    const what = `the user is ${machine.uid}, and only root may make interfaces and cgroups`;
    return [{ what, remedy: 'run it as root, or use kind with a Docker engine' }];
  }
  const lacks: Lack[] = [];
  const absent = Object.keys(PROGRAMS).filter((program) => !machine.programs.has(program));
  if (absent.length > 0) {
    const packages = [...new Set(absent.map((program) => PROGRAMS[program]))].join(' ');
    lacks.push({ what: `not installed: ${absent.join(', ')}`, remedy: `apt-get install ${packages}` });
  }
  if (machine.cniFolder === null) {
    const what = `the CNI plugins ${CNI_PLUGINS.join(', ')} are not in ${CNI_FOLDERS.join(' or ')}`;
    lacks.push({ what, remedy: 'apt-get install containernetworking-plugins' });
  }
  if (machine.needsGo && !isNewEnough(machine.goVersion)) {
    const has = machine.goVersion === null ? 'there is no Go' : `Go is ${machine.goVersion}`;
    const oldest = OLDEST_GO.join('.');
    lacks.push({
      what: `${has}, and Kubernetes is built with ${oldest} or newer`,
      remedy: 'install it from https://go.dev/dl; it is needed only once, to fill the cache',
    });
  }
  // cgroup v2 has one controller for what are two in v1.
  const needed = machine.controllers.has('cpuacct')
    ? CONTROLLERS
    : CONTROLLERS.filter((one) => one !== 'cpuacct');
  const withheld = needed.filter((controller) => !machine.controllers.has(controller));
  if (withheld.length > 0) {
    lacks.push({
      what: `no cgroup can be made for: ${withheld.join(', ')}`,
      remedy: 'mount the cgroup file system writable; a container needs --privileged and --cgroupns=host',
    });
  }
  // What is missing from PATH cannot be tried.
  return absent.length > 0 ? lacks : [...lacks, ...refusals(machine.refused)];
}

/** Without namespaces the other trials fail for that reason. */
function refusals(refused: Machine['refused']): Lack[] {
  const found = PROBES.flatMap(({ name, remedy }) => {
    const refusal = refused.get(name);
    return refusal === undefined ? [] : [{ what: `the kernel refuses ${name}: ${refusal}`, remedy }];
  });
  return refused.has(PROBES[0]?.name ?? '') ? found.slice(0, 1) : found;
}

function isNewEnough(version: string | null): boolean {
  if (version === null) return false;
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]);
}

/** What the node has to itself. All of it ends with the first process in it. */
export const NAMESPACES = [
  ...['--net', '--mount', '--pid', '--uts', '--ipc', '--fork', '--kill-child=KILL', '--mount-proc'],
  ...['--propagation', 'private'],
] as const;
