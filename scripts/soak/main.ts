import { parseArgs } from 'node:util';
import { assess, p99, toMib } from '../fuzz/assess.ts';
import { HonestClient } from '../fuzz/honest-client.ts';
import { number } from '../fuzz/options.ts';
import { Random } from '../fuzz/random.ts';
import { type Resources, RouterProcess } from '../fuzz/router-process.ts';
import { TARGETS } from '../fuzz/targets.ts';
import { type Sample, toLines, toText } from './slopes.ts';

const USAGE = `npm run soak -- [--minutes N] [--seed N]

A router under mixed load for N minutes (10): an honest client every 100 ms, and inputs of all generators of npm run fuzz
that leave the router its settings. At the end the slopes of RSS, heap, descriptors and event-loop delay, with a verdict.
Exit 1 where one grows, an honest answer was wrong or the process ended.`;
/** Samples in all, and the least time between two, ms. */
const SAMPLES = 60;
const LEAST_BETWEEN_MS = 2000;
/** Files of endpoints are read at the start of a process and are no load for one that runs. */
const LOAD = TARGETS.filter(({ scores, generator }) => scores && generator.name !== 'endpoint-yaml');

/** `npm run soak`. Exit 2 for a wrong option. */
async function main(): Promise<number> {
  let options: { minutes: number; seed: number } | null;
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  if (options === null) {
    console.log(USAGE);
    return 0;
  }
  console.log(`seed ${options.seed}, ${options.minutes} min`);
  const router = await RouterProcess.start();
  try {
    return await soak(router, options.minutes * 60_000, new Random(options.seed));
  } finally {
    await router.stop();
  }
}

function readOptions(args: string[]): { minutes: number; seed: number } | null {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      seed: { type: 'string', default: '1' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  return {
    minutes: number('--minutes', values.minutes, 1, 10_080),
    seed: number('--seed', values.seed, 0, 2 ** 32 - 1),
  };
}

async function soak(router: RouterProcess, forMs: number, random: Random): Promise<number> {
  const started = performance.now();
  const between = Math.max(LEAST_BETWEEN_MS, forMs / SAMPLES);
  const client = new HonestClient(router, true);
  const samples: Sample[] = [];
  let [inputs, sampleAt] = [0, started + between];
  let failure: string | null = null;
  const first = await measure(router);
  let last = first;
  while (performance.now() < started + forMs && failure === null) {
    const target = random.pick(LOAD);
    const batch = Array.from({ length: target.atOnce }, () => target.generator.make(random));
    const answers = await Promise.all(batch.map((input) => target.send(router, input)));
    inputs += batch.length;
    failure = router.complaint ?? answers.find((answer) => typeof answer === 'string') ?? null;
    if (failure !== null || performance.now() < sampleAt) continue;
    last = await measure(router);
    samples.push({ ...last, seconds: (performance.now() - started) / 1000 });
    sampleAt += between;
  }
  await client.stop();
  const { count } = client;
  console.log(
    `${inputs} inputs; ${count.asked} honest questions, ${count.misses} over 100 ms, p99 ${p99(count.times)} ms`,
  );
  if (failure !== null) {
    console.log(`BROKEN  ${failure}`);
    return 1;
  }
  const lines = toLines(samples);
  console.log(toText(lines));
  console.log(
    `heap ${toMib(first.heapBytes)} → ${toMib(last.heapBytes)} MiB from the first to the last sample`,
  );
  // The slopes judge heap and descriptors; what is left is what the honest client saw.
  const broken = assess(first, first, count);
  for (const sentence of broken) console.log(`BROKEN  ${sentence}`);
  const holds = broken.length === 0 && lines.every((line) => line.holds);
  console.log(holds ? 'it holds' : 'it does not hold');
  return holds ? 0 : 1;
}

/** Observations are kept on purpose up to their limit; without them a heap that grows is a leak. */
async function measure(router: RouterProcess): Promise<Resources> {
  await fetch(`${router.ready.controlUrl}/observations`, { method: 'DELETE' });
  return router.resources();
}

process.exitCode = await main();
