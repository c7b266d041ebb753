import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MockError } from '../../common/errors.ts';
import { silentLogger } from '../../common/logger.ts';
import { type Gateway, startGateway } from '../../gateway/gateway.ts';
import { defaultDeployment } from '../../gateway/routing/endpoints.ts';
import { openAuthority } from '../../pki/authority.ts';
import { checkSecret } from '../../secret/check.ts';
import { SecretMonitor } from '../../secret/secret-monitor.ts';
import { type FileInput, fileInputs, type Material } from './file-inputs.ts';
import { askHttp, HTTP_INPUTS } from './http-inputs.ts';
import { loadsPair, type PairFiles, startEnvoy } from './real-envoy.ts';
import { askTls, TLS_INPUTS } from './tls-inputs.ts';

/** What both made of one input. */
export interface Row {
  kind: 'tls' | 'http' | 'files';
  input: string;
  mock: string;
  envoy: string;
}

export interface CompareOptions {
  /** The path of Envoy's binary. */
  envoy: string;
  /** Which inputs; all where left out. */
  only?: (kind: Row['kind'], input: string) => boolean;
  onProgress?: (text: string) => void;
}

/** How many inputs are asked about at once: most of the time is spent in waiting for silence. */
const AT_ONCE = 24;

/** Starts both with the same certificate and the same model behind them, and sends both the same inputs. */
export async function compare({ envoy, only = () => true, onProgress }: CompareOptions): Promise<Row[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azureml-fe-envoy-'));
  const upstream = await startUpstream();
  try {
    const minted = await (await openAuthority({ stateDir: null })).issueLeaf({ names: ['www.contoso.com'] });
    const material = takeApart(minted.certPem, minted.keyPem);
    const pair = await writePair(folder, 'served', minted.certPem, minted.keyPem);
    const gateway = await startMock(minted, upstream.port);
    try {
      await using real = await startEnvoy(envoy, folder, upstream.port, pair);
      const ca = minted.trustedPem;
      const both = async (
        kind: Row['kind'],
        input: string,
        ask: (port: number) => Promise<string>,
      ): Promise<Row> => {
        const [mock, ofEnvoy] = await Promise.all([ask(gateway.httpsPort ?? 0), ask(real.port)]);
        return { kind, input, mock, envoy: ofEnvoy };
      };
      const http = HTTP_INPUTS.filter(({ name }) => only('http', name));
      const tls = TLS_INPUTS.filter(({ name }) => only('tls', name));
      onProgress?.(`${tls.length} handshakes, ${http.length} requests`);
      const rows = [
        ...(await inTurn(tls, (input) => both('tls', input.name, (port) => askTls(port, ca, input)))),
        ...(await inTurn(http, (input) => both('http', input.name, (port) => askHttp(port, ca, input)))),
      ];
      const files = fileInputs(folder, material).filter(({ name }) => only('files', name));
      onProgress?.(`${files.length} pairs of files`);
      return [...rows, ...(await inTurn(files, (input) => judgeFiles(envoy, folder, input), 3))];
    } finally {
      await gateway.close(0);
    }
  } finally {
    upstream.close();
    await rm(folder, { recursive: true });
  }
}

async function judgeFiles(envoy: string, folder: string, { name, cert, key }: FileInput): Promise<Row> {
  const own = await mkdtemp(path.join(folder, 'pair-'));
  const pair = await writePair(own, 'pair', cert, key);
  const loads = await loadsPair(envoy, own, pair);
  return { kind: 'files', input: name, mock: judgeAsMock(cert, key), envoy: loads ? 'loads' : 'refused' };
}

function judgeAsMock(cert: Buffer, key: Buffer): string {
  try {
    const raw = { cert, key, certPlace: 'cert.pem', keyPlace: 'key.pem', origin: 'the pair' };
    checkSecret(raw, { cname: null, now: new Date() });
    return 'loads';
  } catch (error) {
    if (error instanceof MockError) return 'refused';
    throw error;
  }
}

async function writePair(
  folder: string,
  name: string,
  cert: string | Buffer,
  key: string | Buffer,
): Promise<PairFiles> {
  const pair = { certFile: path.join(folder, `${name}.pem`), keyFile: path.join(folder, `${name}.key`) };
  await Promise.all([writeFile(pair.certFile, cert), writeFile(pair.keyFile, key, { mode: 0o600 })]);
  return pair;
}

function takeApart(certPem: string, key: string): Material {
  const [leaf = '', intermediate = '', root = ''] = certPem.split(/(?<=-----END CERTIFICATE-----\n)/);
  return { leaf, intermediate, root, key };
}

async function startMock(
  { certPem, keyPem }: { certPem: string; keyPem: string },
  upstreamPort: number,
): Promise<Gateway> {
  const keys = { primary: 'k3y', secondary: 'k3y-2' };
  // Envoy has no queue; a request whose body never ends may hold up no other one.
  const deployments = [
    {
      ...defaultDeployment('blue', `http://127.0.0.1:${upstreamPort}`),
      maxConcurrentRequestsPerInstance: 1000,
    },
  ];
  return startGateway({
    settings: {
      enableInference: true,
      allowInsecureConnections: false,
      sslCname: 'www.contoso.com',
    },
    secret: new SecretMonitor({
      source: { kind: 'inline', certPem, keyPem },
      observe: () => undefined,
      log: silentLogger,
    }),
    plainHttp: 'closed',
    host: '127.0.0.1',
    httpsPort: 0,
    httpPort: 0,
    watchSecret: false,
    router: {
      profile: 'kubernetes',
      seed: 1,
      endpoints: [{ name: 'demo', authMode: 'key', traffic: { blue: 100 }, keys, deployments }],
    },
    observe: () => undefined,
    log: silentLogger,
  });
}

/** A model that reads every request, answers 200 with a body of a known length, and closes no idle connection. */
async function startUpstream(): Promise<{ port: number; close(): void }> {
  const server = http.createServer(
    { maxHeaderSize: 128 * 1024, keepAliveTimeout: 600_000 },
    (request, response) => {
      request.resume();
      request.once('end', () => response.writeHead(200, { 'content-length': 2 }).end('ok'));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Like `Promise.all`, with so many at once. */
async function inTurn<T, R>(
  values: readonly T[],
  act: (value: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  const queue = values.entries();
  const work = async (): Promise<void> => {
    for (const [index, value] of queue) results[index] = await act(value);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
