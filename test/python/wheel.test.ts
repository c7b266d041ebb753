import { readdir } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { buildWheel, checkWheel, installInto } from '../../scripts/release/wheel.ts';
import { copyCheckout, emptyFolder, ROOT } from '../package/packed.ts';
import { type Ran, run, skipFileWithout } from '../support/tools.ts';
import { describeInterpreter, findInterpreters, skipWithoutRegistry } from './interpreters.ts';

skipFileWithout(t, 'python3');
t.setTimeout(1_800_000);

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const { wheel, skip } = await skipWithoutRegistry(async () =>
  buildWheel(await copyCheckout(folder.path), path.join(folder.path, 'wheels')),
);

/** ms for the tests of the plugin: 40 s on an idle machine. */
const PATIENCE = 600_000;

const TESTS = path.join(ROOT, 'python/tests');

/** Runs a program of a virtual environment where no other program is on the PATH, Node least of all. */
const withoutNode = (program: string, ...args: string[]): Promise<Ran> =>
  run(
    'env',
    ['-i', `PATH=${folder.path}/no-programs`, `HOME=${folder.path}`, program, ...args],
    '',
    PATIENCE,
  );

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
  const name = await describeInterpreter(python);
  t.test(`the tests of the pytest plugin pass on ${name}`, { skip }, async (t) => {
    const requirements = ['-r', path.join(TESTS, 'requirements.txt')];
    const environment = await installInto(path.join(folder.path, name), python, [wheel, ...requirements]);
    const ran = await withoutNode(
      environment.python,
      ...['-B', '-m', 'pytest', '-q', '-n', '2', '-p', 'no:cacheprovider', '--rootdir', TESTS, TESTS],
    );
    t.equal(ran.code, 0, ran.stdout + ran.stderr);
    t.match(ran.stdout, /^\d{2,} passed/m);
    // azure-ai-ml, the largest of the packages, is installed for the newest Python alone.
    const [, skipped = '0'] = /(\d+) skipped/.exec(ran.stdout) ?? [];
    t.equal(skipped, name.startsWith('Python 3.13') ? '0' : '2', 'skipped', { stdout: ran.stdout });
  });
}

t.test('the types of the package and of its tests are strict', { skip }, async (t) => {
  const needed = [wheel, 'azure-core==1.39.0', 'hatchling==1.33.0', 'pytest==8.4.2'];
  const { python } = await installInto(path.join(folder.path, 'types'), 'python3', needed);
  const pyright = path.join(ROOT, 'node_modules/pyright/index.js');
  const project = path.join(ROOT, 'python');
  const { code, stdout } = await run(
    process.execPath,
    [pyright, '--project', project, '--pythonpath', python],
    '',
    PATIENCE,
  );
  t.equal(code, 0, stdout);
});

t.test('every test of the plugin is run', async (t) => {
  const names = await readdir(TESTS);
  t.ok(names.filter((name) => name.startsWith('test_')).length >= 5);
});
