import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../../common/temporary-folder.ts';
import { fromFailure } from '../../common/worker-failure.ts';
import type { ClientScenario } from '../../scenarios/scenario.ts';
import { complaintOf } from '../complaint.ts';
import { clientVariables, fillArguments } from '../environment.ts';
import { JsonLines } from '../json-lines.ts';
import { type Client, type Lane, type Transport, trackLanes } from '../lane.ts';
import type { RunResult } from '../report/assemble.ts';
import { runAndRecord } from '../run-in-world.ts';
import type { LaneAnswer, LaneOrder } from './lane-process.ts';

/** The image of this product; `AZUREML_FE_MOCK_IMAGE` names another. */
const DEFAULT_ROUTER_IMAGE = 'azureml-fe-mock:local';

export type DockerSupport = { works: true; routerImage: string } | { works: false; missing: string };

/** Whether a Docker engine answers and has the image of this product. */
export async function probeDocker(): Promise<DockerSupport> {
  const routerImage = process.env.AZUREML_FE_MOCK_IMAGE ?? DEFAULT_ROUTER_IMAGE;
  const engine = await complaintOf('docker', ['version']);
  if (engine !== '') return { works: false, missing: `no Docker engine answers: ${engine}` };
  const image = await complaintOf('docker', ['image', 'inspect', routerImage]);
  if (image === '') return { works: true, routerImage };
  return {
    works: false,
    missing: `the image ${routerImage}; build it with "docker build -t ${routerImage} ." or set AZUREML_FE_MOCK_IMAGE`,
  };
}

export interface DockerOptions {
  /** The image that holds the client. */
  image: string;
  routerImage: string;
}

/**
 * The client runs in a container of its own image. It shares the network of a container of ours that has no network
 * but loopback, so the router is on 443 and 80, the resolver is the mock DNS, and nothing can leave.
 */
export function dockerTransport(options: DockerOptions): Transport {
  return {
    via: 'docker',
    reason: `the client is in the image ${options.image}`,
    skips: () => null,
    ...trackLanes(() => DockerLane.open(options)),
  };
}

/** Where the client's container finds what it is to trust. */
const TRUST = '/azureml-fe-mock';

class DockerLane implements Lane {
  readonly #options: DockerOptions;
  readonly #world: JsonLines<LaneOrder, LaneAnswer>;
  readonly #worldName: string;
  readonly #folder: string;
  /** The container of the client that is under way. */
  #client: string | null = null;

  private constructor(
    options: DockerOptions,
    world: JsonLines<LaneOrder, LaneAnswer>,
    worldName: string,
    folder: string,
  ) {
    this.#options = options;
    this.#world = world;
    this.#worldName = worldName;
    this.#folder = folder;
  }

  static async open(options: DockerOptions): Promise<DockerLane> {
    const folder = await makeTemporaryFolder('azureml-fe-docker-');
    await writeFile(path.join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
    const name = `azureml-fe-verify-${randomUUID()}`;
    const world = new JsonLines<LaneOrder, LaneAnswer>(
      spawn(
        'docker',
        // Root without any capability but the one for ports below 1024.
        [
          ...['run', '--rm', '--interactive', '--name', name, '--network', 'none', '--user', '0'],
          ...['--cap-drop', 'ALL', '--cap-add', 'NET_BIND_SERVICE', '--entrypoint', 'azureml-fe-mock'],
          ...[options.routerImage, 'verify-world'],
        ],
        { stdio: ['pipe', 'pipe', 'pipe'] },
      ),
    );
    const lane = new DockerLane(options, world, name, folder);
    const first = await world.next();
    if ('ready' in first) return lane;
    await lane.close();
    throw new Error(
      `The container of the world did not start: ${'failed' in first ? first.failed : 'no answer'}`,
    );
  }

  async run(scenario: ClientScenario, client: Client): Promise<RunResult> {
    const answer = await this.#world.ask({ open: scenario.name, clientTimeoutMs: client.timeoutMs });
    if (!('opened' in answer))
      throw fromFailure('failed' in answer ? answer : { failed: 'No world was opened.' });
    const { scoringUri, key, caPem, javaTrustStore, nowMs } = answer.opened;
    await writeFile(path.join(this.#folder, 'ca.pem'), caPem);
    await writeFile(path.join(this.#folder, 'trust.jks'), Buffer.from(javaTrustStore, 'base64'));
    const given = {
      scoringUri,
      key,
      caFile: `${TRUST}/ca.pem`,
      javaTrustStore: `${TRUST}/trust.jks`,
      proxyUrl: null,
    };
    const container = `azureml-fe-client-${randomUUID()}`;
    this.#client = container;
    const command = {
      command: 'docker',
      args: [
        ...['run', '--rm', '--name', container, '--network', `container:${this.#worldName}`],
        ...['--volume', `${this.#folder}:${TRUST}:ro`],
        ...['--volume', `${path.join(this.#folder, 'resolv.conf')}:/etc/resolv.conf:ro`],
        ...Object.entries(clientVariables(given)).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
        this.#options.image,
        client.command,
        ...fillArguments(client.args, given),
      ],
      env: process.env,
      cwd: client.cwd,
      timeoutMs: client.timeoutMs,
    };
    const ran = await runAndRecord(command, nowMs);
    // Ending "docker run" does not end its container.
    if (ran.run.timedOut) await complaintOf('docker', ['rm', '--force', container]);
    this.#client = null;
    const finished = await this.#world.ask({ finish: true });
    if (!('finished' in finished))
      throw fromFailure('failed' in finished ? finished : { failed: 'The world did not end.' });
    return { ...ran, ...finished.finished, key };
  }

  async close(): Promise<void> {
    const containers = [this.#worldName, ...(this.#client === null ? [] : [this.#client])];
    await complaintOf('docker', ['rm', '--force', ...containers]);
    await this.#world.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
