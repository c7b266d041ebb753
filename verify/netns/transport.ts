import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { makeTemporaryFolder } from '../../common/temporary-folder.ts';
import { fromFailure } from '../../common/worker-failure.ts';
import { JsonLines } from '../json-lines.ts';
import { type Client, type Lane, type Transport, trackLanes } from '../lane.ts';
import type { RunResult } from '../report/assemble.ts';
import { NAMESPACES, prepareOverlays } from './namespaces.ts';
import type { LaneAnswer, LaneOrder } from './protocol.ts';

const LANE_PROCESS = path.join(import.meta.dirname, `lane-process${path.extname(import.meta.filename)}`);

export interface NamespaceOptions {
  reason: string;
  /** The folder of the authority. */
  stateDir: string;
  /** Put the CA into the system's bundle of roots as well, for clients that read nothing else. */
  systemTrust: boolean;
}

/**
 * The client runs in user, network, mount and process namespaces of its own, in which the resolver is the mock DNS and
 * the router listens on 443 and 80. The scoring URI is the production one, and nothing can leave the machine.
 */
export function namespaceTransport(options: NamespaceOptions): Transport {
  return {
    via: 'netns',
    reason: options.reason,
    skips: () => null,
    ...trackLanes(() => NamespaceLane.open(options)),
  };
}

class NamespaceLane implements Lane {
  readonly #lines: JsonLines<LaneOrder, LaneAnswer>;
  readonly #folder: string;

  private constructor(lines: JsonLines<LaneOrder, LaneAnswer>, folder: string) {
    this.#lines = lines;
    this.#folder = folder;
  }

  static async open({ stateDir, systemTrust }: NamespaceOptions): Promise<NamespaceLane> {
    const folder = await makeTemporaryFolder('azureml-fe-netns-');
    const { script, bundle } = await prepareOverlays(folder, systemTrust);
    const node = [process.execPath, LANE_PROCESS, path.resolve(stateDir), bundle ?? '-', folder];
    const lines = new JsonLines<LaneOrder, LaneAnswer>(
      spawn('unshare', [...NAMESPACES, 'sh', '-c', `${script} && exec "$@"`, 'sh', ...node], {
        stdio: ['pipe', 'pipe', 'pipe'],
        // The files of a world are removed with the lane's folder, however the process ends.
        env: { ...process.env, TMPDIR: folder },
      }),
    );
    const lane = new NamespaceLane(lines, folder);
    const first = await lines.next();
    if ('ready' in first) return lane;
    await lane.close();
    throw new Error(
      `The process in its namespaces did not start: ${'failed' in first ? first.failed : 'no answer'}`,
    );
  }

  async run(scenario: { name: string }, client: Client): Promise<RunResult> {
    const answer = await this.#lines.ask({ scenario: scenario.name, client });
    if ('result' in answer) return answer.result;
    throw fromFailure(
      'failed' in answer ? answer : { failed: 'The process in its namespaces gave an unexpected answer.' },
    );
  }

  async close(): Promise<void> {
    // With `unshare` ends the namespace and everything in it.
    await this.#lines.end();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
