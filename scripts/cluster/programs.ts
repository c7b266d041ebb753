import { API_PORT, ETCD_URL, NODE_ADDRESS, NODE_NAME, POD_RANGE, SERVICE_RANGE } from './addresses.ts';

/** A program of the cluster. */
export interface Program {
  name: string;
  path: string;
  args: string[];
}

/** Where the programs find what they need. */
export interface ProgramPlace {
  build: string;
  run: string;
}

export type ProgramName =
  | 'etcd'
  | 'containerd'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kubelet'
  | 'kube-proxy';

/** The command lines of a cluster of one node, in which nothing is elected and nothing is kept. */
export function programsOf({ build, run }: ProgramPlace): Record<ProgramName, Program> {
  const credential = (file: string) => `${run}/credentials/${file}`;
  const config = (who: string) => credential(`${who}.kubeconfig`);
  const own = (name: ProgramName, args: string[]): Program => ({ name, path: `${build}/${name}`, args });
  return {
    etcd: {
      name: 'etcd',
      path: 'etcd',
      args: [
        // In memory: the cluster does not outlive its namespaces.
        '--data-dir=/run/etcd',
        `--listen-client-urls=${ETCD_URL}`,
        `--advertise-client-urls=${ETCD_URL}`,
        '--listen-peer-urls=http://127.0.0.1:2380',
      ],
    },
    containerd: { name: 'containerd', path: 'containerd', args: ['--config', `${run}/containerd.toml`] },
    'kube-apiserver': own('kube-apiserver', [
      `--etcd-servers=${ETCD_URL}`,
      `--secure-port=${API_PORT}`,
      `--advertise-address=${NODE_ADDRESS}`,
      `--tls-cert-file=${credential('apiserver.pem')}`,
      `--tls-private-key-file=${credential('apiserver.key')}`,
      `--client-ca-file=${credential('ca.pem')}`,
      `--kubelet-client-certificate=${credential('client.pem')}`,
      `--kubelet-client-key=${credential('client.key')}`,
      '--kubelet-preferred-address-types=InternalIP',
      `--service-account-key-file=${credential('tokens.pub')}`,
      `--service-account-signing-key-file=${credential('tokens.key')}`,
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      '--authorization-mode=Node,RBAC',
      '--enable-admission-plugins=NodeRestriction',
    ]),
    'kube-controller-manager': own('kube-controller-manager', [
      `--kubeconfig=${config('controller-manager')}`,
      `--authentication-kubeconfig=${config('controller-manager')}`,
      `--authorization-kubeconfig=${config('controller-manager')}`,
      `--service-account-private-key-file=${credential('tokens.key')}`,
      `--root-ca-file=${credential('ca.pem')}`,
      `--cluster-cidr=${POD_RANGE}`,
      '--use-service-account-credentials=true',
      '--leader-elect=false',
    ]),
    'kube-scheduler': own('kube-scheduler', [
      `--kubeconfig=${config('scheduler')}`,
      `--authentication-kubeconfig=${config('scheduler')}`,
      `--authorization-kubeconfig=${config('scheduler')}`,
      '--leader-elect=false',
    ]),
    kubelet: own('kubelet', [
      `--config=${run}/kubelet.json`,
      `--kubeconfig=${config('kubelet')}`,
      `--root-dir=${run}/kubelet`,
      `--cert-dir=${run}/kubelet/pki`,
      `--hostname-override=${NODE_NAME}`,
      `--node-ip=${NODE_ADDRESS}`,
    ]),
    'kube-proxy': own('kube-proxy', [`--config=${run}/proxy.json`]),
  };
}
