import { type ChildProcess, execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { SentRequest } from './load-log.ts';

const run = promisify(execFile);

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface Router {
  /** ID of the container. */
  id: string;
  /** Its address on the stack's network. */
  address: string;
}

/** @returns what it printed, without blanks around it */
async function docker(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { stdout } = await run('docker', args, { cwd: ROOT, env, timeout: 60_000 });
  return stdout.trim();
}

/** Makes a swarm of this engine where it is in none. @returns whether it did */
export async function joinSwarm(): Promise<boolean> {
  if ((await docker(['info', '--format', '{{.Swarm.LocalNodeState}}'])) === 'active') return false;
  await docker(['swarm', 'init', '--advertise-addr', '127.0.0.1', '--listen-addr', '127.0.0.1']);
  return true;
}

/** Undoes `joinSwarm`, down to the network that the engine made for it. */
export async function leaveSwarm(): Promise<void> {
  await docker(['swarm', 'leave', '--force']);
  await docker(['network', 'rm', 'docker_gwbridge']);
}

/** The stack of docker-compose.yml and deploy/swarm.yml under a name of its own. */
export class Stack {
  readonly name: string;
  readonly #image: string;
  readonly #key: string;

  constructor(name: string, image: string, key: string) {
    this.name = name;
    this.#image = image;
    this.#key = key;
  }

  async deploy(ports: { https: number; http: number }): Promise<void> {
    const env = {
      ...process.env,
      IMAGE: this.#image,
      SCORING_KEY: this.#key,
      HTTPS_PORT: String(ports.https),
      HTTP_PORT: String(ports.http),
      NETWORK: '172.30.78',
    };
    // The image is on this node alone, and in no registry that could be asked for its digest.
    const files = ['docker-compose.yml', 'deploy/swarm.yml'].flatMap((file) => ['--compose-file', file]);
    await docker(['stack', 'deploy', '--resolve-image', 'never', ...files, this.name], env);
  }

  /** The routers that run and are healthy. */
  async routers(): Promise<Router[]> {
    const filters = [
      `label=com.docker.swarm.service.name=${this.name}_gateway`,
      'health=healthy',
      'status=running',
    ];
    const ids = await docker(['ps', '--quiet', ...filters.flatMap((filter) => ['--filter', filter])]);
    if (ids === '') return [];
    const format = `{{.Id}} {{(index .NetworkSettings.Networks "${this.name}_contoso").IPAddress}}`;
    const lines = (await docker(['inspect', '--format', format, ...ids.split('\n')])).split('\n');
    return lines.map((line) => {
      const [id = '', address = ''] = line.split(' ');
      return { id, address };
    });
  }

  /** Starts the load. It ends with its stdin. */
  startLoad(onRequest: (request: SentRequest) => void): ChildProcess {
    const env = { SCORING_KEY: this.#key, SCORING_CA_FILE: '/trust/ca.pem', ROUTERS: 'tasks.gateway' };
    const load = spawn(
      'docker',
      [
        ...['run', '--rm', '--interactive', '--network', `${this.name}_contoso`],
        ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        ...['--volume', `${this.name}_trust:/trust:ro`, '--volume', `${import.meta.dirname}:/load:ro`],
        ...['--entrypoint', 'node', this.#image, '/load/load.ts'],
      ],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    createInterface({ input: load.stdout }).on('line', (line) => onRequest(JSON.parse(line)));
    return load;
  }

  /** Kills a router's process. @returns when its process had ended, ms since the epoch, by the engine's clock */
  async kill(router: Router): Promise<number> {
    await docker(['kill', router.id]);
    await docker(['wait', router.id]).catch(() => undefined);
    return Date.parse(await docker(['inspect', '--format', '{{.State.FinishedAt}}', router.id]));
  }

  /** Issues a new certificate into the volume of the secret, as the service "certs" did at the start. */
  async renew(): Promise<void> {
    await docker([
      ...[
        'run',
        '--rm',
        '--volume',
        `${this.name}_authority:/state`,
        '--volume',
        `${this.name}_secrets:/secrets`,
      ],
      ...[this.#image, 'certs', 'issue', '--name', 'www.contoso.com', '--out', '/secrets/contoso-tls'],
      ...['--state', '/state'],
    ]);
  }

  /** What happened to the services and what the routers said, for when it went wrong. */
  async tell(): Promise<string> {
    const told = await Promise.allSettled([
      docker(['stack', 'ps', '--no-trunc', this.name]),
      docker(['service', 'logs', '--raw', '--tail', '60', `${this.name}_gateway`]),
    ]);
    return told.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))).join('\n');
  }

  async remove(): Promise<void> {
    await docker(['stack', 'rm', this.name]);
    const containers = [
      'ps',
      '--all',
      '--quiet',
      '--filter',
      `label=com.docker.stack.namespace=${this.name}`,
    ];
    while ((await docker(containers)) !== '') await pause(200);
    await docker([
      'volume',
      'rm',
      '--force',
      ...['authority', 'secrets', 'trust'].map((name) => `${this.name}_${name}`),
    ]);
  }
}
