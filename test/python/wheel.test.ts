import { readdir } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { buildWheel, checkWheel, installInto } from '../../scripts/release/wheel.ts';
import { copyCheckout, emptyFolder, ROOT } from '../package/packed.ts';
import { type Ran, run } from '../support/tools.ts';
import { describeInterpreter, findInterpreters, skipWithoutRegistry } from './interpreters.ts';

t.setTimeout(900_000);

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const { wheel, skip } = await skipWithoutRegistry(async () =>
  buildWheel(await copyCheckout(folder.path), path.join(folder.path, 'wheels')),
);

/** Runs a program of a virtual environment where no other program is on the PATH, Node least of all. */
const withoutNode = (program: string, ...args: string[]): Promise<Ran> =>
  run('env', ['-i', `PATH=${folder.path}/no-programs`, `HOME=${folder.path}`, program, ...args], '', 300_000);

t.test('the wheel runs everywhere, passes twine and installs without a compiler', { skip }, async (t) => {
  t.match(path.basename(wheel), /^azureml_fe_mock-[\w.]+-py3-none-any\.whl$/);
  const { version } = JSON.parse((await run('cat', [path.join(ROOT, 'package.json')])).stdout);
  const checked = await checkWheel(wheel);
  t.match(checked.twine, /PASSED$/);
  t.equal(checked.version, version, 'one version for npm and pip');
});

t.test('the wheel holds what runs, its licences, and nothing else', { skip }, async (t) => {
  const list = 'import sys, zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))';
  const files = (await run('python3', ['-c', list, wheel])).stdout.trim().split('\n');
  const has = (wanted: RegExp): boolean => files.some((file) => wanted.test(file));
  t.ok(has(/\/_program\/bin\/azureml-fe-mock\.js$/));
  t.ok(has(/\/_program\/dist\/cli\/main\.js$/));
  t.ok(has(/^azureml_fe_mock\/py\.typed$/));
  t.ok(has(/dist-info\/licenses\/LICENSE$/) && has(/dist-info\/licenses\/THIRD-PARTY-LICENSES\.txt$/));
  t.strictSame(
    files.filter((file) => /\.(ts|map)$|\/(test|tests)\//.test(file.replace(/^.*\/node_modules\//, ''))),
    [],
    'no types, no source maps, no tests',
  );
});

t.test('the command is the program that npm installs', { skip }, async (t) => {
  const { command } = await installInto(path.join(folder.path, 'same'), 'python3', [wheel]);
  const launcher = path.join(ROOT, 'bin/azureml-fe-mock.js');
  for (const args of [
    ['--help'],
    ['start', '--help'],
    ['verify', '--help'],
    ['scenarios', 'list', '--json'],
  ]) {
    const byPip = await withoutNode(command('azureml-fe-mock'), ...args);
    const byNpm = await run(process.execPath, [launcher, ...args]);
    t.equal(byPip.code, 0, byPip.stderr);
    t.equal(byPip.stdout, byNpm.stdout, args.join(' '));
  }
});

const interpreters = await findInterpreters();
t.test('an interpreter was found', async (t) => t.not(interpreters.length, 0));

for (const python of interpreters) {
  t.test(
    `the tests of the pytest plugin pass on ${await describeInterpreter(python)}`,
    { skip },
    async (t) => {
      const tests = path.join(ROOT, 'python/tests');
      const place = path.join(folder.path, path.basename(await describeInterpreter(python)));
      const requirements = ['-r', path.join(tests, 'requirements.txt')];
      const environment = await installInto(place, python, [wheel, ...requirements]);
      const ran = await withoutNode(
        environment.python,
        ...['-B', '-m', 'pytest', '-q', '-p', 'no:cacheprovider', '--rootdir', tests, tests],
      );
      t.equal(ran.code, 0, ran.stdout + ran.stderr);
      t.match(ran.stdout, /^\d{2,} passed/m);
      t.notMatch(ran.stdout, / skipped/);
    },
  );
}

t.test('every test of the plugin is run', async (t) => {
  const names = await readdir(path.join(ROOT, 'python/tests'));
  t.ok(names.filter((name) => name.startsWith('test_')).length >= 5);
});
