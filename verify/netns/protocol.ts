import type { WorkerFailure } from '../../common/worker-failure.ts';
import type { Client } from '../lane.ts';
import type { RunResult } from '../report/assemble.ts';

/** One JSON value a line in both directions: an order to the process in its namespaces, and its answer. */
export interface LaneOrder {
  scenario: string;
  client: Client;
}

export type LaneAnswer =
  /** The process is in its namespaces and accepts orders. */
  { ready: true } | { result: RunResult } | WorkerFailure;

/** Files that are put over the system's own in the namespace. */
export const OVERLAYS: readonly { target: string; text: string }[] = [
  { target: '/etc/resolv.conf', text: 'nameserver 127.0.0.1\noptions timeout:2 attempts:2\n' },
  { target: '/etc/hosts', text: '127.0.0.1 localhost\n::1 localhost\n' },
  // Other sources of host names reach out of a namespace through sockets in the file system.
  { target: '/etc/nsswitch.conf', text: 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n' },
];

/** Where Linux distributions keep the bundle of roots that programs trust by default. */
export const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];
