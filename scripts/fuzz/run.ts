import { setTimeout as pause } from 'node:timers/promises';
import { assess, isBack } from './assess.ts';
import { complaintIn } from './complaint.ts';
import { HonestClient, type HonestCount } from './honest-client.ts';
import type { Input } from './input.ts';
import { Random } from './random.ts';
import { type Resources, RouterProcess } from './router-process.ts';
import type { Target } from './targets.ts';

/** Inputs that are kept for shrinking: what came before them did no harm when it was last looked at. */
const KEPT_INPUTS = 400;
/** Time between two looks into what the router tells about its visitors, ms. */
const LOOK_EVERY_MS = 1000;
/** Time for descriptors and heap to come back, ms: a handshake ends after 10 s at the latest. */
const COME_BACK_MS = 12_000;
/** Inputs before the start is measured: what is compiled and loaded once is no leak. */
const WARM_UP = 40;

export interface Run {
  name: string;
  inputs: number;
  before: Resources;
  after: Resources | null;
  honest: HonestCount;
  /** What broke, as sentences. */
  failures: string[];
  /** The inputs since the last good look; empty where the run as a whole is what failed, and where nothing did. */
  suspects: readonly Input[];
}

/** Sends inputs for `seconds` to a router of their own, beside an honest client. */
export async function runTarget(target: Target, seed: number, seconds: number): Promise<Run> {
  const router = await RouterProcess.start();
  const random = new Random(seed);
  let suspects: Input[] = [];
  let inputs = 0;
  const burst = async (): Promise<string | null> => {
    const batch = Array.from({ length: target.atOnce }, () => target.generator.make(random));
    suspects.push(...batch);
    inputs += batch.length;
    return sendAll(router, target, batch);
  };
  try {
    let failure: string | null = null;
    while (inputs < WARM_UP && failure === null) failure = await burst();
    const before = await tidied(router);
    const client = new HonestClient(router, target.scores);
    const end = performance.now() + seconds * 1000;
    let lookAt = performance.now() + LOOK_EVERY_MS;
    while (performance.now() < end && failure === null) {
      failure = (await burst()) ?? client.count.wrong;
      if (failure === null && performance.now() > lookAt) {
        failure = await look(router);
        lookAt = performance.now() + LOOK_EVERY_MS;
        if (failure === null) suspects = suspects.slice(-target.atOnce);
      }
      suspects = suspects.slice(-KEPT_INPUTS);
    }
    await client.stop();
    failure ??= await look(router);
    const base = { name: target.generator.name, inputs, before, honest: client.count };
    if (failure !== null) return { ...base, after: null, failures: [failure], suspects };
    const after = await comeBack(router, before);
    return { ...base, after, failures: assess(before, after, client.count), suspects: [] };
  } finally {
    await router.stop();
  }
}

/** Sends inputs one after the other to a fresh router. @returns what broke, or null */
export async function replay(target: Target, inputs: readonly Input[]): Promise<string | null> {
  const router = await RouterProcess.start();
  try {
    for (const input of inputs) {
      const failure = await sendAll(router, target, [input]);
      if (failure !== null) return failure;
    }
    // What fails in a timer shows a little later.
    await pause(100);
    const client = new HonestClient(router, target.scores);
    await client.ask();
    await client.ask();
    await client.stop();
    return (await look(router)) ?? client.count.wrong;
  } finally {
    await router.stop();
  }
}

async function sendAll(
  router: RouterProcess,
  target: Target,
  batch: readonly Input[],
): Promise<string | null> {
  const answers = await Promise.all(batch.map((input) => target.send(router, input)));
  return router.complaint ?? answers.find((answer) => typeof answer === 'string') ?? null;
}

/** What an observer of the router may not see in its log, its observations and its metrics. */
async function look(router: RouterProcess): Promise<string | null> {
  if (router.complaint !== null) return router.complaint;
  for (const page of ['/observations', '/metrics']) {
    try {
      const response = await fetch(`${router.ready.controlUrl}${page}`, {
        signal: AbortSignal.timeout(20_000),
      });
      const text = await response.text();
      if (response.status !== 200) return `GET ${page} was answered with ${response.status}`;
      const shown = text.includes(router.ready.key)
        ? `the bearer key stands in ${page}`
        : complaintIn(text, page);
      if (shown !== null) return shown;
    } catch (error) {
      return router.complaint ?? `GET ${page} failed: ${error}`;
    }
  }
  return router.complaint;
}

/** Resources without the observations, which are kept on purpose. */
async function tidied(router: RouterProcess): Promise<Resources> {
  await fetch(`${router.ready.controlUrl}/observations`, { method: 'DELETE' });
  return router.resources();
}

async function comeBack(router: RouterProcess, before: Resources): Promise<Resources> {
  const deadline = performance.now() + COME_BACK_MS;
  for (;;) {
    const after = await tidied(router);
    if (isBack(before, after) || performance.now() > deadline) return after;
    await pause(500);
  }
}
