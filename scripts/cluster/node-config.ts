import {
  CLUSTER_DOMAIN,
  CONTAINERD_SOCKET,
  DNS_SERVICE_ADDRESS,
  NODE_ADDRESS,
  NODE_NAME,
  POD_RANGE,
} from './addresses.ts';
import { PAUSE_IMAGE } from './images.ts';

/** What the files of the node depend on. */
export interface NodePlace {
  /** The folder of this cluster. */
  run: string;
  /** The cgroup below which the pods are. */
  cgroup: string;
  cniPlugins: string;
  /** `overlayfs` where the file system allows it, otherwise `native`, which copies each layer. */
  snapshotter: 'overlayfs' | 'native';
}

/** The configuration of the programs of the node: texts by the names of files below `run`. */
export function nodeFiles(place: NodePlace): Record<string, string> {
  return {
    'containerd.toml': containerdConfig(place),
    'cni/10-pods.conflist': json(CNI),
    'kubelet.json': json(kubeletConfig(place)),
    'proxy.json': json(proxyConfig(place)),
    // There is no name server above that of the cluster.
    'resolv.conf': '',
  };
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** `ptp` routes each pod by itself, so that every packet passes the rules of kube-proxy; a bridge needs br_netfilter. */
const CNI = {
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'ptp',
      ipam: {
        type: 'host-local',
        dataDir: '/run/cni',
        ranges: [[{ subnet: POD_RANGE }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
    { type: 'portmap', capabilities: { portMappings: true } },
  ],
};

function containerdConfig({ run, cniPlugins, snapshotter }: NodePlace): string {
  return `version = 2
root = "${run}/containerd"
state = "/run/containerd"

[grpc]
  address = "${CONTAINERD_SOCKET}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${PAUSE_IMAGE}"
  # Without it no sandbox starts where the capability to lower the score is missing.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true

[plugins."io.containerd.grpc.v1.cri".containerd]
  snapshotter = "${snapshotter}"
  default_runtime_name = "runc"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${cniPlugins}"
  conf_dir = "${run}/cni"
`;
}

function kubeletConfig({ run, cgroup }: NodePlace): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    address: NODE_ADDRESS,
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: true },
      x509: { clientCAFile: `${run}/credentials/ca.pem` },
    },
    authorization: { mode: 'Webhook' },
    containerRuntimeEndpoint: `unix://${CONTAINERD_SOCKET}`,
    clusterDNS: [DNS_SERVICE_ADDRESS],
    clusterDomain: CLUSTER_DOMAIN,
    resolvConf: `${run}/resolv.conf`,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${cgroup}`,
    // Kubernetes 1.34 still runs on version 1, which many build machines have.
    failCgroupV1: false,
    failSwapOn: false,
    enforceNodeAllocatable: [],
    // To lower a score needs a capability that containers do not have.
    oomScoreAdj: 0,
    podLogsDir: `${run}/pod-logs`,
    volumePluginDir: `${run}/volume-plugins`,
    // A full disk is what the machine has for other reasons.
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '50Mi',
      'nodefs.available': '1%',
      'nodefs.inodesFree': '1%',
      'imagefs.available': '1%',
    },
  };
}

function proxyConfig({ run }: NodePlace): object {
  return {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    mode: 'iptables',
    clusterCIDR: POD_RANGE,
    hostnameOverride: NODE_NAME,
    clientConnection: { kubeconfig: `${run}/credentials/proxy.kubeconfig` },
    // The table of the whole machine is not this cluster's to size.
    conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
    oomScoreAdj: 0,
  };
}
