import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { VerifyReport } from '../../verify/verdict.ts';

/**
 * `npm run bench:verify`: what `verify` takes with curl, all scenarios, as it comes and one at a time; and what it adds
 * to each run beside the time that the client itself lives. Exit 1 where it is more than the limits.
 */
const LIMITS = { allMs: 20_000, addedMs: 150 };

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLIENT = ['sh', path.join(ROOT, 'examples/clients/curl/score.sh')];

interface Run {
  jobs: number;
  scenarios: number;
  /** From the start of the command to its end. */
  commandMs: number;
  /** From the first scenario to the last. */
  runMs: number;
  /** The lives of all clients together. */
  clientMs: number;
}

async function measure(jobs: number): Promise<Run> {
  const folder = await mkdtemp(path.join(tmpdir(), 'azureml-fe-mock-bench-'));
  try {
    const file = path.join(folder, 'report.json');
    const before = performance.now();
    const child = spawn(
      process.execPath,
      [
        path.join(ROOT, 'cli/main.ts'),
        ...[
          'verify',
          '--jobs',
          String(jobs),
          '--state',
          path.join(folder, 'state'),
          '--report',
          `json=${file}`,
        ],
        ...['--', ...CLIENT],
      ],
      { stdio: ['ignore', 'ignore', 'ignore'] },
    );
    const [status] = (await once(child, 'exit')) as [number | null];
    const commandMs = performance.now() - before;
    if (status !== 0) throw new Error(`verify ended with status ${status}; curl is expected to pass.`);
    const { durationMs, results }: VerifyReport = JSON.parse(await readFile(file, 'utf8'));
    const ran = results.filter(({ verdict }) => verdict !== 'skipped');
    const clientMs = ran.reduce((sum, result) => sum + result.durationMs, 0);
    return { jobs, scenarios: ran.length, commandMs, runMs: durationMs, clientMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

console.error(`load of the machine before: ${loadavg()[0]?.toFixed(2)}`);
const all = await measure(availableParallelism());
const single = await measure(1);
const addedMs = (single.runMs - single.clientMs) / single.scenarios;
console.log(
  [
    '| jobs | scenarios | the whole command | the clients themselves |',
    '| --- | --- | --- | --- |',
    ...[all, single].map(
      ({ jobs, scenarios, commandMs, clientMs }) =>
        `| ${jobs} | ${scenarios} | ${seconds(commandMs)} | ${seconds(clientMs)} |`,
    ),
    '',
    `One at a time, ${addedMs.toFixed(0)} ms are added to each client's own time.`,
  ].join('\n'),
);
process.exitCode = all.commandMs < LIMITS.allMs && addedMs < LIMITS.addedMs ? 0 : 1;
