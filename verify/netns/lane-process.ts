/**
 * Runs inside namespaces of its own, as their first process: builds one world after another on the ports of a
 * production cluster and runs the client in each. Orders come on stdin, answers go to stdout. The end of stdin ends
 * it at once, and with it everything in its namespaces: then `verify` has ended, in order or not.
 *
 * Arguments: the folder of the authority; the file that is mounted over the system's bundle of roots, or `-`; the
 * lane's own folder.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { toFailure } from '../../common/worker-failure.ts';
import { openAuthority } from '../../pki/authority.ts';
import { applicableScenario } from '../../scenarios/applicable.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { processesOfNamespace } from '../left-processes.ts';
import { openWorld, PRODUCTION_PORTS } from '../open-world.ts';
import type { RunResult } from '../report/assemble.ts';
import { runInWorld } from '../run-in-world.ts';
import type { LaneAnswer, LaneOrder } from './protocol.ts';

const [stateDir = '', bundleFile = '-', folder = ''] = process.argv.slice(2);
process.stdin.once('close', endNow);
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

function endNow(): void {
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
}

async function carryOut({ scenario: name, client }: LaneOrder): Promise<RunResult> {
  const scenario = applicableScenario(findScenario(name));
  const open = await openWorld(scenario, {
    authority,
    ports: PRODUCTION_PORTS,
    clientTimeoutMs: client.timeoutMs,
  });
  try {
    if (bundleFile !== '-') writeFileSync(bundleFile, `${systemRoots}\n${open.world.caPem}`);
    return await runInWorld(open, client, { findLeft: processesOfNamespace });
  } finally {
    await open.close();
  }
}
