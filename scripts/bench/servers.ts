import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_CIPHERS } from '../../gateway/tls/context.ts';
import { openAuthority } from '../../pki/authority.ts';
import { mint } from '../../pki/mint.ts';
import { modelServerConfig, proxyConfig, startNginx } from './nginx.ts';
import { CORES, freePort, startPinned, stop } from './process.ts';

/** What the process of the gateway receives. */
export interface GatewayRun {
  certFile: string;
  keyFile: string;
  modelPort: number;
  key: string;
  /** Requests that the deployment may work on at once. */
  concurrency: number;
}

/** One server under test. */
export interface Subject {
  name: string;
  url: string;
  /** Its process, and the model server's. */
  pid: number;
  modelPid: number;
}

export interface Servers {
  key: string;
  /** The model server itself, without anything before it. */
  direct: Subject;
  gateway: Subject;
  /** What Node alone costs: `node:https` and undici, without a router between them. */
  bare: Subject;
  nginx: Subject;
  /** nginx without connections kept to the model server: `proxy_pass` and nothing else. */
  plainNginx: Subject;
  close(): Promise<void>;
}

/** Starts the model server, the gateway and the two ways to run nginx, all with one RSA-2048 certificate. */
export async function startServers(concurrency: number): Promise<Servers> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azureml-fe-mock-bench-'));
  const closing: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step();
  };
  try {
    const files = await writeCertificate(folder);
    const key = randomBytes(32).toString('base64url');
    const [modelPort, keptPort, freshPort] = [await freePort(), await freePort(), await freePort()];

    const model = await startNginx(
      CORES.load,
      path.join(folder, 'model'),
      [modelPort],
      [modelServerConfig(modelPort)],
    );
    closing.push(() => stop(model));

    const proxy = { ...files, modelPort, ciphers: DEFAULT_CIPHERS };
    const nginx = await startNginx(
      CORES.server,
      path.join(folder, 'proxy'),
      [keptPort, freshPort],
      [
        proxyConfig({ ...proxy, port: keptPort, keepAlive: true }),
        proxyConfig({ ...proxy, port: freshPort, keepAlive: false }),
      ],
    );
    closing.push(() => stop(nginx));

    const startNode = async (script: string): Promise<{ child: ChildProcess; port: number }> => {
      const file = path.join(import.meta.dirname, script);
      const child = startPinned(CORES.server, [process.execPath, file], true);
      closing.push(() => stop(child));
      child.send({ ...files, modelPort, key, concurrency } satisfies GatewayRun);
      const [{ port }] = (await once(child, 'message')) as [{ port: number }];
      return { child, port };
    };
    const gateway = await startNode('gateway-process.ts');
    const bare = await startNode('bare-process.ts');

    const subject = (name: string, scheme: string, at: number, { pid = 0 }: ChildProcess): Subject => ({
      name,
      url: `${scheme}://127.0.0.1:${at}/api/v1/endpoint/demo/score`,
      pid,
      modelPid: model.pid ?? 0,
    });
    return {
      key,
      direct: subject('the model server itself', 'http', modelPort, model),
      gateway: subject('azureml-fe-mock', 'https', gateway.port, gateway.child),
      bare: subject('node:https and undici alone', 'https', bare.port, bare.child),
      nginx: subject('nginx, upstream keepalive', 'https', keptPort, nginx),
      plainNginx: subject('nginx, proxy_pass alone', 'https', freshPort, nginx),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function writeCertificate(folder: string): Promise<{ certFile: string; keyFile: string }> {
  const authority = await openAuthority({ stateDir: path.join(folder, 'ca') });
  const { certPem, keyPem } = await mint(authority, {
    leaf: { commonName: 'www.contoso.com', sans: ['DNS:www.contoso.com'] },
  });
  const certFile = path.join(folder, 'cert.pem');
  const keyFile = path.join(folder, 'key.pem');
  await writeFile(certFile, certPem);
  await writeFile(keyFile, keyPem, { mode: 0o600 });
  return { certFile, keyFile };
}
