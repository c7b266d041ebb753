/** Names and addresses inside the network namespace of the node. None of them exists outside of it. */
export const NODE_NAME = 'node-1';
export const NODE_ADDRESS = '172.31.0.1';
export const POD_RANGE = '10.244.0.0/16';
export const SERVICE_RANGE = '10.96.0.0/16';
/** The Service `kubernetes`: the first address of the range. */
export const API_SERVICE_ADDRESS = '10.96.0.1';
/** The Service `kube-dns`, where kubelet points the pods. */
export const DNS_SERVICE_ADDRESS = '10.96.0.10';
export const API_PORT = 6443;
export const ETCD_URL = 'http://127.0.0.1:2379';
export const CONTAINERD_SOCKET = '/run/containerd/containerd.sock';
export const CLUSTER_DOMAIN = 'cluster.local';
