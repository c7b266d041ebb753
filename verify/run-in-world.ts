import { type ClientWorld, clientEnvironment, fillArguments } from './environment.ts';
import type { Client } from './lane.ts';
import { endAll, type FindLeft, watchAndEnd } from './left-processes.ts';
import type { OpenWorld } from './open-world.ts';
import type { RunResult } from './report/assemble.ts';
import { type ClientCommand, runClient } from './run-client.ts';
import { runService } from './run-service.ts';
import type { ServiceSpec } from './service.ts';
import type { ProcessEvent } from './timeline.ts';
import type { ClientRun } from './verdict.ts';
import { startWatchdog } from './watchdog.ts';

export interface RunOptions {
  /** What the client is given instead of the world's own scoring URI and of a direct connection. */
  proxied?: Pick<ClientWorld, 'proxyUrl' | 'scoringUri'>;
  /** Finds what the client left running; it is watched for a moment and ended. */
  findLeft: FindLeft;
  /** Start a process that ends the client when this one is killed. */
  watchdog?: boolean;
  /** Ends the client early. */
  stop?: AbortSignal;
}

/** Runs a client in a world that is open for it, and gathers what was seen of it. */
export async function runInWorld(
  open: OpenWorld,
  client: Client,
  { proxied, findLeft, watchdog = false, stop }: RunOptions,
): Promise<RunResult> {
  const { world, caFile, javaTrustStore } = open;
  const { scoringUri, key, target } = world;
  const given: ClientWorld = { scoringUri, key, caFile, javaTrustStore, proxyUrl: null, ...proxied };
  const { command, cwd, timeoutMs } = client;
  const filled: ClientCommand = {
    ...{ command, cwd, timeoutMs, stop },
    watch: watchdog ? (pid) => startWatchdog({ pid, key, folder: open.folder }) : undefined,
    args: fillArguments(client.args, given),
    env: clientEnvironment(given, process.env),
  };
  const ran = await runAndRecord(
    filled,
    world.observations.now(),
    client.service === undefined
      ? () => runClient({ ...filled, awaitLeft: () => watchAndEnd(findLeft) })
      : serviceRunner(filled, client.service, open, given),
  );
  // Also after the time was up: what has a session of its own is not ended with the client's group.
  await endAll(findLeft);
  return { ...ran, events: await open.settle(), target, key };
}

function serviceRunner(
  command: ClientCommand,
  spec: ServiceSpec,
  { world }: OpenWorld,
  given: ClientWorld,
): () => Promise<ClientRun> {
  const [trigger = null] = spec.trigger === null ? [] : fillArguments([spec.trigger], given);
  return () => runService(command, { ...spec, trigger }, () => world.observations.all());
}

/**
 * Runs a client and records when it started and ended.
 *
 * @param startMs on the clock of the observations
 */
export async function runAndRecord(
  command: ClientCommand,
  startMs: number,
  start: () => Promise<ClientRun> = () => runClient(command),
): Promise<Pick<RunResult, 'run' | 'processEvents'>> {
  const startedAt = new Date().toISOString();
  const run = { ...(await start()), startedAt };
  return { run, processEvents: processEventsOf(run, startMs, command.timeoutMs) };
}

/** Start and end of a client's process, on the clock on which it began at `startMs`. */
function processEventsOf(run: ClientRun, startMs: number, timeoutMs: number): ProcessEvent[] {
  const { exitCode, signal, timedOut, durationMs } = run;
  return [
    { event: 'started', ms: startMs },
    ...(timedOut ? [{ event: 'timed-out' as const, ms: startMs + timeoutMs }] : []),
    { event: 'exited', ms: startMs + durationMs, exitCode, signal },
  ];
}
