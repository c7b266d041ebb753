import { setTimeout as wait } from 'node:timers/promises';
import type { Observation } from '../common/observations.ts';
import { type ClientCommand, runClient } from './run-client.ts';
import type { ServiceSpec } from './service.ts';
import type { ClientRun } from './verdict.ts';

/** ms between two looks at whether a service is ready or has scored. */
const LOOK_EVERY = 25;
/** ms after the end of an attempt in which a second one still belongs to it; a service that scores every second does so later. */
const SECOND_ATTEMPT_MS = 500;
/** ms for one answer of a URL that says whether a service is ready. */
const READY_ANSWER_MS = 1000;

/**
 * Starts a service, waits until it is ready, has it score and ends it, with everything in its process group.
 *
 * With a trigger the run is the trigger's. Without one it is judged by its first attempt, and the run says that it went on.
 * A service that ends by itself is a client like any other.
 *
 * @param command the service; `timeoutMs` is for becoming ready, and once more for the trigger
 * @param seen what was observed so far
 */
export async function runService(
  command: ClientCommand,
  spec: ServiceSpec,
  seen: () => readonly Observation[],
): Promise<ClientRun> {
  const over = new AbortController();
  const stop = command.stop === undefined ? over.signal : AbortSignal.any([command.stop, over.signal]);
  let printed = '';
  let ended: ClientRun | null = null;
  const service = runClient({
    ...command,
    stop,
    // It is ended here, and has no time of its own.
    timeoutMs: 2 * command.timeoutMs + spec.settleMs,
    onOutput: (text) => {
      printed = (printed + text).slice(-MOST_PRINTED);
    },
  });
  // Looked at below; a failure to start reaches the caller through `service`.
  service.then(
    (run) => {
      ended = run;
    },
    () => over.abort(),
  );
  const isOver = (): boolean => ended !== null || stop.aborted;
  const start = performance.now();
  try {
    const isReady = await waitUntil(() => isReadyNow(spec.ready, printed), isOver, start + command.timeoutMs);
    if (isOver()) return await service;
    if (!isReady) return await neverReady(service, over, spec, command.timeoutMs);
    const trigger = spec.trigger === null ? null : await runTrigger(command, spec.trigger);
    const deadline = performance.now() + spec.settleMs;
    if (trigger === null) await waitForAttempt(seen, isOver, deadline);
    else await waitUntil(async () => false, isOver, deadline);
    if (trigger === null && isOver()) return await service;
    over.abort();
    const run = await service;
    const stderrTail = trigger === null ? run.stderrTail : trigger.stderrTail + run.stderrTail;
    return trigger === null
      ? { ...run, exitCode: null, signal: null, timedOut: false, stderrTail, wentOn: true }
      : { ...trigger, stderrTail };
  } finally {
    over.abort();
    await service.catch(() => undefined);
  }
}

/** How much of what a service prints is searched for the text that says that it is ready, characters. */
const MOST_PRINTED = 64_000;

async function isReadyNow(ready: string | null, printed: string): Promise<boolean> {
  if (ready === null) return true;
  if (!/^https?:\/\//.test(ready)) return printed.includes(ready);
  const signal = AbortSignal.timeout(READY_ANSWER_MS);
  const answer = await fetch(ready, { redirect: 'manual', signal }).catch(() => null);
  await answer?.body?.cancel();
  return answer !== null;
}

async function neverReady(
  service: Promise<ClientRun>,
  over: AbortController,
  { ready }: ServiceSpec,
  timeoutMs: number,
): Promise<ClientRun> {
  over.abort();
  const run = await service;
  const stderrTail = `${run.stderrTail}\n--ready ${ready} was not seen within ${timeoutMs / 1000} s.\n`;
  return { ...run, exitCode: null, signal: null, timedOut: true, stderrTail };
}

function runTrigger(command: ClientCommand, trigger: string): Promise<ClientRun> {
  const { env, cwd, timeoutMs, stop } = command;
  return runClient({ command: 'sh', args: ['-c', trigger], env, cwd, timeoutMs, stop });
}

/** Waits for the end of the first attempt, and then a moment for a second one that follows from it. */
async function waitForAttempt(
  seen: () => readonly Observation[],
  isOver: () => boolean,
  deadline: number,
): Promise<void> {
  const isComplete = async (): Promise<boolean> =>
    seen().some(({ kind }) => kind === 'http-response' || kind === 'connection-closed');
  if (await waitUntil(isComplete, isOver, deadline)) {
    await waitUntil(async () => false, isOver, performance.now() + SECOND_ATTEMPT_MS);
  }
}

/** @returns whether it came to be so, before `deadline` and before all was over */
async function waitUntil(
  isSo: () => Promise<boolean>,
  isOver: () => boolean,
  deadline: number,
): Promise<boolean> {
  while (!isOver()) {
    if (await isSo()) return true;
    if (performance.now() >= deadline) return false;
    await wait(LOOK_EVERY);
  }
  return false;
}
