/**
 * Runs inside a namespace of its own, as its first process: builds one world after another on the ports of a
 * production cluster and runs the client in each. Orders come on stdin, answers go to stdout.
 *
 * Arguments: the folder of the authority, and the file that stands over the system's bundle of roots or `-`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openAuthority } from '../pki/authority.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import { isConfiguration } from '../scenarios/scenario.ts';
import { clientEnvironment, fillArguments } from './environment.ts';
import type { LaneResult } from './lane.ts';
import type { WorkerAnswer, WorkerOrder } from './namespace-protocol.ts';
import { runClient } from './run-client.ts';
import { openWorld, PRODUCTION_PORTS } from './world-host.ts';

const [stateDir = '', bundleFile = '-'] = process.argv.slice(2);
const authority = await openAuthority({ stateDir });
const systemRoots = bundleFile === '-' ? '' : readFileSync(bundleFile, 'utf8');

const answer = (value: WorkerAnswer): void => {
  process.stdout.write(`${JSON.stringify(value)}\n`);
};

answer({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  try {
    answer({ result: await carryOut(JSON.parse(line)) });
  } catch (error) {
    answer({ failed: error instanceof Error ? error.message : String(error) });
  }
}
process.exit(0);

async function carryOut({ scenario: name, client }: WorkerOrder): Promise<LaneResult> {
  const scenario = findScenario(name);
  if (isConfiguration(scenario)) throw new Error(`${name} is not a world for a client`);
  const open = await openWorld(scenario, { authority, ports: PRODUCTION_PORTS });
  const { world, caFile, javaTrustStore } = open;
  try {
    if (bundleFile !== '-') writeFileSync(bundleFile, `${systemRoots}\n${world.caPem}`);
    const told = { scoringUri: world.scoringUri, key: world.key, caFile, javaTrustStore, proxyUrl: null };
    const run = await runClient({
      command: client.command,
      args: fillArguments(client.args, told),
      env: clientEnvironment(told, process.env),
      cwd: client.cwd,
      timeoutMs: client.timeoutMs,
    });
    endEverythingElse();
    return { run, events: await open.settle(), router: { host: world.host } };
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
