import { clientEnvironment, fillArguments } from './environment.ts';
import type { Client } from './lane.ts';
import type { OpenWorld } from './open-world.ts';
import type { RunResult } from './report/assemble.ts';
import { runClient } from './run-client.ts';
import type { ProcessEvent } from './timeline.ts';
import type { ClientRun } from './verdict.ts';

/** How the client gets into the world, where it is not simply connected to it. */
export interface Entrance {
  proxyUrl?: string;
  /** The scoring URI as it is seen from outside of the proxy. */
  scoringUri?: string;
}

export interface RunOptions {
  entrance?: Entrance;
  /** Ends what the client left behind, and is given its key. Called before its last connections are waited for. */
  cleanUp?(key: string): void | Promise<void>;
  /** Ends the client before its time. */
  stop?: AbortSignal;
}

/** Runs a client in a world that is open for it, and gathers what there was to see of it. */
export async function runInWorld(
  open: OpenWorld,
  client: Client,
  { entrance = {}, cleanUp, stop }: RunOptions = {},
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
    ...(stop === undefined ? {} : { stop }),
  });
  await cleanUp?.(world.key);
  return {
    run: { ...run, startedAt },
    events: await open.settle(),
    processEvents: processEventsOf(run, startMs, client.timeoutMs),
    target: world.target,
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
