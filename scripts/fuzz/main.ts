import { p99, toMib } from './assess.ts';
import { readFailure, writeFailure } from './failure-file.ts';
import type { Input } from './input.ts';
import { type FuzzOptions, readOptions, usage } from './options.ts';
import { type Run, replay, runTarget } from './run.ts';
import { shrinkInputs } from './shrink.ts';
import { TARGETS, type Target } from './targets.ts';

const NAMES = TARGETS.map(({ generator }) => generator.name);
/** How often a failing input is tried smaller: each time takes a router of its own. */
const SHRINK_TRIES = 60;
/** How long that may take, ms; what is smallest then is kept. */
const SHRINK_MS = 60_000;

/** `npm run fuzz`. Exit 1 where something broke, 2 for a wrong option. */
async function main(): Promise<number> {
  let options: FuzzOptions | null;
  try {
    options = readOptions(process.argv.slice(2), NAMES);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  if (options === null) {
    console.log(usage(NAMES));
    return 0;
  }
  if (options.replay !== null) return replayFile(options.replay);
  console.log(`seed ${options.seed}, ${options.seconds} s each`);
  let failed = 0;
  for (const name of options.names) {
    const run = await runTarget(find(name), options.seed, options.seconds);
    console.log(toLine(run));
    if (run.failures.length === 0) continue;
    failed += 1;
    await reportFailure(run, options);
  }
  console.log(
    failed === 0 ? 'nothing broke' : `${failed} of ${options.names.length} generators broke something`,
  );
  return failed === 0 ? 0 : 1;
}

async function reportFailure(run: Run, { seed, seconds }: FuzzOptions): Promise<void> {
  for (const failure of run.failures) console.log(`  ${failure}`);
  const again = `npm run fuzz -- ${run.name} --seed ${seed} --seconds ${seconds}`;
  const [failure] = run.failures;
  if (run.suspects.length === 0 || failure === undefined) {
    console.log(`  the run as a whole: ${again}`);
    return;
  }
  const target = find(run.name);
  // Written before it is shrunk: what ends this process meanwhile leaves the inputs there.
  const file = await writeFailure({ name: run.name, seed, failure, inputs: run.suspects });
  if ((await replay(target, run.suspects)) === null) {
    console.log(`  does not repeat one by one; the inputs are in ${file}; the run: ${again}`);
    return;
  }
  const deadline = performance.now() + SHRINK_MS;
  const fails = async (inputs: readonly Input[]): Promise<boolean> =>
    performance.now() < deadline && (await replay(target, inputs)) !== null;
  const inputs = await shrinkInputs(run.suspects, fails, SHRINK_TRIES);
  await writeFailure({ name: run.name, seed, failure, inputs });
  const bytes = inputs.flat().reduce((sum, part) => sum + part.length, 0);
  console.log(`  shrunk to ${inputs.length} inputs of ${bytes} bytes: npm run fuzz -- --replay ${file}`);
}

async function replayFile(file: string): Promise<number> {
  try {
    const { name, inputs } = await readFailure(file);
    const failure = await replay(find(name), inputs);
    console.log(failure ?? 'nothing broke');
    return failure === null ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

function find(name: string): Target {
  const target = TARGETS.find(({ generator }) => generator.name === name);
  if (target === undefined)
    throw new Error(`"${name}" is no generator. The generators are ${NAMES.join(', ')}.`);
  return target;
}

function toLine({ name, inputs, honest, before, after, failures }: Run): string {
  const heap = `heap ${toMib(before.heapBytes)} → ${after === null ? '?' : toMib(after.heapBytes)} MiB`;
  const descriptors = `descriptors ${before.descriptors ?? '?'} → ${after?.descriptors ?? '?'}`;
  const answers = `${honest.asked} honest questions, ${honest.misses} over 100 ms, p99 ${p99(honest.times)} ms`;
  return `${failures.length === 0 ? 'ok    ' : 'BROKEN'}  ${name.padEnd(13)} ${inputs} inputs; ${answers}; ${descriptors}; ${heap}`;
}

process.exitCode = await main();
