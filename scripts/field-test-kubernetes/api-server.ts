import { execFile, spawn } from 'node:child_process';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Server } from './ask.ts';

const run = promisify(execFile);

/** The version of Kubernetes that the mock's answers are those of. */
export const KUBERNETES_VERSION = '1.34.4';

/** A kube-apiserver with its etcd. */
export interface ApiServer extends Server, AsyncDisposable {}

/** Where the modules of Kubernetes are, for the .proto files. */
export async function moduleFolder(): Promise<string> {
  const { stdout } = await run('go', ['env', 'GOMODCACHE']);
  return path.join(stdout.trim(), 'k8s.io');
}

/**
 * Builds kube-apiserver from the Go module proxy, once for a version: about three minutes on two cores.
 * `KUBE_APISERVER` names one that is there already.
 * @returns the path of the program
 */
export async function buildApiServer(): Promise<string> {
  const given = process.env.KUBE_APISERVER;
  if (given !== undefined && given !== '') return given;
  const folder = path.join(homedir(), '.cache/azureml-fe-mock', `kube-apiserver-${KUBERNETES_VERSION}`);
  const program = path.join(folder, 'kube-apiserver');
  if (existsSync(program)) return program;
  await mkdir(path.dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-unfinished-`);
  try {
    await writeFile(path.join(work, 'main.go'), MAIN);
    await writeFile(path.join(work, 'go.mod'), await goMod());
    const go = (...args: string[]): Promise<unknown> => run('go', args, { cwd: work, maxBuffer: 2 ** 26 });
    await go('mod', 'tidy');
    const [major, minor] = KUBERNETES_VERSION.split('.');
    const values = { gitVersion: `v${KUBERNETES_VERSION}`, gitMajor: major, gitMinor: minor };
    const flags = Object.entries(values).map(
      ([key, value]) => `-X k8s.io/component-base/version.${key}=${value}`,
    );
    await go('build', '-ldflags', ['-s', '-w', ...flags].join(' '), '-o', 'kube-apiserver', '.');
    await rename(work, folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return program;
}

const MAIN = `package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() { os.Exit(cli.Run(app.NewAPIServerCommand())) }
`;

/** A module that requires Kubernetes and takes its staging modules, which its own go.mod names, from the proxy. */
async function goMod(): Promise<string> {
  const { stdout } = await run('go', [
    'mod',
    'download',
    '-json',
    `k8s.io/kubernetes@v${KUBERNETES_VERSION}`,
  ]);
  const text = await readFile(JSON.parse(stdout).GoMod, 'utf8');
  const staging = Array.from(text.matchAll(/^\s+(k8s\.io\/[\w.-]+) => \.\/staging/gm), ([, name]) => name);
  const named =
    staging.length > 0
      ? staging
      : Array.from(text.matchAll(/^\s+(k8s\.io\/[\w.-]+) v0\.0\.0$/gm), ([, name]) => name);
  const [, minor, patch] = KUBERNETES_VERSION.split('.');
  const version = `v0.${minor}.${patch}`;
  const goVersion = /^go (\S+)$/m.exec(text)?.[1] ?? '1.24.0';
  return [
    'module kube-apiserver',
    `go ${goVersion}`,
    `require k8s.io/kubernetes v${KUBERNETES_VERSION}`,
    ...named.map((name) => `replace ${name} => ${name} ${version}`),
    '',
  ].join('\n');
}

/** Starts etcd and kube-apiserver on free ports of 127.0.0.1, in a folder that disappears with them. */
export async function startApiServer(program: string): Promise<ApiServer> {
  const folder = await mkdtemp('/tmp/kube-apiserver-');
  const [etcdPort, peerPort, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const token = randomUUID();
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  });
  await writeFile(path.join(folder, 'sa.key'), key, { mode: 0o600 });
  await writeFile(path.join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, {
    mode: 0o600,
  });
  const etcdUrl = `http://127.0.0.1:${etcdPort}`;
  const start = (command: string, args: string[]) => spawn(command, args, { cwd: folder, stdio: 'ignore' });
  const etcd = start('etcd', [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=${etcdUrl}`,
    `--advertise-client-urls=${etcdUrl}`,
    `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
  ]);
  const server = start(program, [
    `--etcd-servers=${etcdUrl}`,
    `--cert-dir=${folder}/certs`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--service-account-key-file=sa.key',
    '--service-account-signing-key-file=sa.key',
    '--service-account-issuer=https://kubernetes.default.svc',
    '--token-auth-file=tokens.csv',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    // The watch cache needs an etcd that reports progress, which Debian's 3.4 does not.
    '--watch-cache=false',
  ]);
  const dispose = async (): Promise<void> => {
    for (const child of [server, etcd]) {
      if (child.exitCode === null && child.kill('SIGKILL'))
        await new Promise((resolve) => child.once('exit', resolve));
    }
    await rm(folder, { recursive: true, force: true });
  };
  const api = { url: `https://127.0.0.1:${port}`, token, [Symbol.asyncDispose]: dispose };
  try {
    await ready(api);
    return api;
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function ready({ url, token }: Server): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (const end = Date.now() + 90_000; Date.now() < end; ) {
    const answer = await fetch(`${url}/readyz`, { headers }).catch(() => null);
    if (answer?.status === 200) {
      const body = JSON.stringify({ metadata: { name: 'azureml' } });
      await fetch(`${url}/api/v1/namespaces`, { method: 'POST', headers, body });
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error('kube-apiserver was not ready within 90 s.');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('No free port.');
  return address.port;
}
