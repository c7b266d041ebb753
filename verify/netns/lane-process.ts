/**
 * Runs inside a namespace of its own, as its first process: builds one world after another on the ports of a
 * production cluster and runs the client in each. Orders come on stdin, answers go to stdout.
 *
 * Arguments: the folder of the authority, and the file that stands over the system's bundle of roots or `-`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { toFailure } from '../../common/worker-failure.ts';
import { openAuthority } from '../../pki/authority.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { applicableScenario } from '../applicable.ts';
import { openWorld, PRODUCTION_PORTS } from '../open-world.ts';
import type { RunResult } from '../report/assemble.ts';
import { runInWorld } from '../run-in-world.ts';
import type { LaneAnswer, LaneOrder } from './protocol.ts';

const [stateDir = '', bundleFile = '-'] = process.argv.slice(2);
const authority = await openAuthority({ stateDir });
const systemRoots = bundleFile === '-' ? '' : readFileSync(bundleFile, 'utf8');

const answer = (value: LaneAnswer): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

answer({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    answer({ result: await carryOut(JSON.parse(line)) });
  } catch (error) {
    answer(toFailure(error));
  }
}
process.exit(0);

async function carryOut({ scenario: name, client }: LaneOrder): Promise<RunResult> {
  const scenario = applicableScenario(findScenario(name));
  const open = await openWorld(scenario, { authority, ports: PRODUCTION_PORTS });
  try {
    if (bundleFile !== '-') writeFileSync(bundleFile, `${systemRoots}\n${open.world.caPem}`);
    return await runInWorld(open, client, { cleanUp: endEverythingElse });
  } finally {
    await open.close();
  }
}

/** For the first process of a namespace, -1 is everybody else in it: nothing that a client left behind lives on. */
function endEverythingElse(): void {
  if (process.pid !== 1) return;
  try {
    process.kill(-1, 'SIGKILL');
  } catch {
    // ESRCH: the client left nothing behind.
  }
}
