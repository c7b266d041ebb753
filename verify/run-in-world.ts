import { clientEnvironment, fillArguments } from './environment.ts';
import type { Client } from './lane.ts';
import type { RunResult } from './report/assemble.ts';
import { runClient } from './run-client.ts';
import type { ProcessEvent } from './timeline.ts';
import type { ClientRun } from './verdict.ts';
import type { OpenWorld } from './world-host.ts';

/** How the client gets into the world, where it is not simply connected to it. */
export interface Entrance {
  proxyUrl?: string;
  /** The scoring URI as it is seen from outside of the proxy. */
  scoringUri?: string;
}

/**
 * Runs a client in a world that is open for it, and gathers what there was to see of it.
 *
 * @param cleanUp called when the client has ended, before its last connections are waited for
 */
export async function runInWorld(
  open: OpenWorld,
  client: Client,
  entrance: Entrance = {},
  cleanUp: () => void = () => undefined,
): Promise<RunResult> {
  const { world, caFile, javaTrustStore } = open;
  const told = {
    scoringUri: entrance.scoringUri ?? world.scoringUri,
    key: world.key,
    caFile,
    javaTrustStore,
    proxyUrl: entrance.proxyUrl ?? null,
  };
  const startedAt = new Date().toISOString();
  const startMs = world.observations.now();
  const run = await runClient({
    command: client.command,
    args: fillArguments(client.args, told),
    env: clientEnvironment(told, process.env),
    cwd: client.cwd,
    timeoutMs: client.timeoutMs,
  });
  cleanUp();
  return {
    run: { ...run, startedAt },
    events: await open.settle(),
    processEvents: processEventsOf(run, startMs, client.timeoutMs),
    router: { host: world.host },
    key: world.key,
  };
}

/** Start and end of a client's process, on the clock on which it began at `startMs`. */
export function processEventsOf(run: ClientRun, startMs: number, timeoutMs: number): ProcessEvent[] {
  const { exitCode, signal, timedOut, durationMs } = run;
  return [
    { event: 'started', ms: startMs },
    ...(timedOut ? [{ event: 'timed-out' as const, ms: startMs + timeoutMs }] : []),
    { event: 'exited', ms: startMs + durationMs, exitCode, signal },
  ];
}
