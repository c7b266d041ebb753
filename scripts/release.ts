import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Checkout, objections } from './release/objections.ts';
import { buildWheel, checkWheel } from './release/wheel.ts';

/**
 * `npm run release`: checks that the checkout is what its tag says, builds and checks the npm package and the wheel,
 * and publishes both: to npm with provenance, which only works on a CI runner that npm trusts, and to PyPI with twine.
 * `npm run release -- --dry-run` stops before that and prints the lines.
 */
const root = path.resolve(import.meta.dirname, '..');
const PUBLISH = ['npm', 'publish', '--provenance', '--access', 'public'];
const WHEELS = path.join(root, 'python/dist');

/** Checks that take longer than CI has. */
const BY_HAND = [
  'npm run cluster -- --image azureml-fe-mock:local --image azureml-fe-mock:next',
  'npm run cluster -- check',
  'npm run cluster -- down',
];

const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } });
process.exitCode = await release(values['dry-run']);

async function release(dryRun: boolean): Promise<number> {
  const found = objections(await readCheckout());
  for (const objection of found) process.stderr.write(`${objection}\n`);
  if (found.length > 0) return 1;
  const packed = run('npm', 'pack', '--dry-run');
  if (packed !== 0) return packed;
  const wheel = await checkedWheel();
  const upload = ['python3', '-m', 'twine', 'upload', '--non-interactive', wheel];
  if (!dryRun) return run(...PUBLISH) || run(...upload);
  const byHand = BY_HAND.map((line) => `  ${line}\n`).join('');
  process.stdout.write(`what CI leaves out, to be run by hand before it:\n${byHand}`);
  process.stdout.write(`ready to be published with:\n  ${PUBLISH.join(' ')}\n  ${upload.join(' ')}\n`);
  return 0;
}

/** @returns path of the wheel, from the checkout. @throws Error with what is wrong with it */
async function checkedWheel(): Promise<string> {
  await rm(WHEELS, { recursive: true, force: true });
  const wheel = await buildWheel(root, WHEELS);
  const { twine, version } = await checkWheel(wheel);
  process.stdout.write(`${twine}\ninstalled without a compiler and without Node, it runs: ${version}\n`);
  return path.relative(root, wheel);
}

async function readCheckout(): Promise<Checkout> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  return {
    version,
    changelog: await readFile(path.join(root, 'CHANGELOG.md'), 'utf8'),
    changedFiles: lines(git('status', '--porcelain')),
    tags: lines(git('tag', '--points-at', 'HEAD')),
  };
}

function git(...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(stderr);
  return stdout;
}

/** Shows what the program says. @returns its exit status */
function run(command = '', ...args: string[]): number {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}
