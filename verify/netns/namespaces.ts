import { copyFileSync, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { quoteWord } from '../../common/texts.ts';
import { complaintOf } from '../complaint.ts';

/**
 * A user namespace also for root: what a client may do in it ends at its edge. With a `/proc` of its own it sees no
 * process of the machine, whose namespaces it could enter.
 */
export const NAMESPACES = [
  ...['--user', '--map-root-user', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'],
];

export type NamespaceSupport = { works: true } | { works: false; missing: string };

/** Whether this machine lets this user have user, network and mount namespaces, tried with the very commands. */
export async function probeNamespaces(): Promise<NamespaceSupport> {
  if (process.platform !== 'linux') return { works: false, missing: 'namespaces require Linux' };
  const script = 'ip link set lo up && mount --bind /etc/hosts /etc/hosts';
  const complaint = await complaintOf('unshare', [...NAMESPACES, 'sh', '-c', script]);
  if (complaint === '') return { works: true };
  return {
    works: false,
    missing: `unshare, ip (iproute2) and unprivileged user namespaces are needed: ${complaint}`,
  };
}

/** Files that are put over the system's own in the namespace. */
const OVERLAYS: readonly { target: string; text: string }[] = [
  { target: '/etc/resolv.conf', text: 'nameserver 127.0.0.1\noptions timeout:2 attempts:2\n' },
  { target: '/etc/hosts', text: '127.0.0.1 localhost\n::1 localhost\n' },
  // Other sources of host names reach out of a namespace through sockets in the file system.
  { target: '/etc/nsswitch.conf', text: 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n' },
];

/** Where Linux distributions keep the bundle of roots that programs trust by default. */
const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Writes the files that stand over the system's own, and the shell lines that put them there. */
export async function prepareOverlays(
  folder: string,
  systemTrust: boolean,
): Promise<{ script: string; bundle: string | null }> {
  const lines = ['ip link set lo up'];
  for (const [index, { target, text }] of OVERLAYS.entries()) {
    if (!existsSync(target)) continue;
    const file = path.join(folder, `overlay-${index}`);
    await writeFile(file, text);
    lines.push(`mount --bind ${quoteWord(file)} ${quoteWord(target)}`);
  }
  if (existsSync('/run/nscd')) lines.push('mount -t tmpfs none /run/nscd');
  const bundles = systemTrust ? SYSTEM_BUNDLES.filter((file) => existsSync(file)) : [];
  const [first] = bundles;
  if (first === undefined) return { script: lines.join(' && '), bundle: null };
  const bundle = path.join(folder, 'roots.pem');
  copyFileSync(first, bundle);
  for (const target of bundles) lines.push(`mount --bind ${quoteWord(bundle)} ${quoteWord(target)}`);
  return { script: lines.join(' && '), bundle };
}
