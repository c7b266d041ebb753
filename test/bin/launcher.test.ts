import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';

const launcher = path.resolve(import.meta.dirname, '../../bin/azureml-fe-mock.js');

t.test('the launcher is executable and starts the command line of the checkout', async (t) => {
  t.ok((await stat(launcher)).mode & 0o111, 'executable');
  const { version } = JSON.parse(await readFile(path.resolve(launcher, '../../package.json'), 'utf8'));
  const { exit, stdout, stderr } = await runNode(launcher, '--version');
  t.match({ exit, stdout, stderr }, { exit: 0, stdout: `${version}\n`, stderr: '' });
});

t.test('a Node that is too old gets one sentence and exit status 3', async (t) => {
  for (const version of ['16.20.2', '20.20.2', '22.21.1']) {
    const { exit, stdout, stderr } = await runNode(...pretending(version), launcher, '--version');
    t.equal(exit, 3, version);
    t.equal(stdout, '');
    t.match(stderr, `azureml-fe-mock needs Node 22.22 or newer; this is Node ${version}.`);
    t.match(stderr, /hint: /);
    t.notMatch(stderr, /^\s+at /m, 'no stack trace');
  }
});

t.test('the oldest Node that is supported gets through, and so does a newer major', async (t) => {
  for (const version of ['22.22.0', '23.0.0', '26.10.0']) {
    const { exit } = await runNode(...pretending(version), launcher, '--version');
    t.equal(exit, 0, version);
  }
});

t.test('the published package starts its built command line, and says so when that is missing', async (t) => {
  const installed = t.testdir({ 'package.json': '{ "type": "module" }', bin: {} });
  const published = path.join(installed, 'bin/azureml-fe-mock.js');
  await copyFile(launcher, published);

  const incomplete = await runNode(published);
  t.equal(incomplete.exit, 3);
  t.match(incomplete.stderr, /is not completely installed/);
  t.notMatch(incomplete.stderr, /^\s+at /m, 'no stack trace');

  await mkdir(path.join(installed, 'dist/cli'), { recursive: true });
  await writeFile(path.join(installed, 'dist/cli/main.js'), 'console.log(process.argv.slice(2).join(" "));');
  t.match(await runNode(published, 'start', '--json'), { exit: 0, stdout: 'start --json\n' });
});

/** Node options under which a script believes itself to run on another version of Node. */
function pretending(version: string): string[] {
  const source = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
  return ['--import', `data:text/javascript,${encodeURIComponent(source)}`];
}

function runNode(...args: string[]): Promise<{ exit: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, (error, stdout, stderr) => {
      resolve({ exit: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
