import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { run } from '../support/tools.ts';
import { emptyFolder, install, pack, ROOT, runIn } from './packed.ts';

/** Nothing but what runs and what must lie beside it. */
const BELONGS =
  /^package\/(bin\/azureml-fe-mock\.js|dist\/.*\.(js|d\.ts|json|html|css|svg|yaml)|dist\/page\/programs\/[a-z]+\.py|(CHANGELOG|CONTRIBUTING|README|SECURITY)\.md|docs\/.*\.(md|json|yaml|png)|LICENSE|package\.json)$/;

t.setTimeout(900_000);

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const archive = await pack(folder.path);
const types = path.join(folder.path, 'types');
const { devDependencies } = JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8'));
const peers = ['@types/node', 'testcontainers'].map((name) => `${name}@${devDependencies[name]}`);
const skipTypes = await install(types, archive, ...peers);
const tool = (name: string): string => path.join(ROOT, 'node_modules/.bin', name);

t.test('no file is in the package that does not belong', async (t) => {
  const files = (await run('tar', ['-tzf', archive])).stdout.trim().split('\n');
  t.ok(files.includes('package/dist/index.js') && files.includes('package/dist/testcontainers/index.d.ts'));
  t.strictSame(
    files.filter((file) => !BELONGS.test(file)),
    [],
  );
});

t.test('every link of the README leads to a file of the package', async (t) => {
  const files = (await run('tar', ['-tzf', archive])).stdout.trim().split('\n');
  const readme = await readFile(path.join(ROOT, 'README.md'), 'utf8');
  const linked = [...readme.matchAll(/\]\((?![a-z]+:)([^)#]+)/g)].map(([, target = '']) => target);
  t.ok(linked.length > 20);
  t.strictSame(
    linked.filter((target) => !files.includes(`package/${target}`)),
    [],
  );
});

t.test('every script that is started by its path is in the package', async (t) => {
  const files = (await run('tar', ['-tzf', archive])).stdout.trim().split('\n');
  const started: string[] = [];
  for (const room of ['cli', 'common', 'dns-mock', 'gateway', 'harness', 'model', 'pki', 'verify']) {
    for (const file of await readdir(path.join(ROOT, room), { recursive: true })) {
      if (!file.endsWith('.ts')) continue;
      const source = await readFile(path.join(ROOT, room, file), 'utf8');
      for (const [, script = ''] of source.matchAll(/import\.meta\.dirname, `([\w./-]+)\$\{path\.extname/g))
        started.push(path.join(room, path.dirname(file), script));
    }
  }
  t.ok(started.length >= 2, 'there are some');
  for (const script of started) t.ok(files.includes(`package/dist/${script}.js`), script);
});

t.test('publint has nothing to say', async (t) => {
  const { code, stdout, stderr } = await runIn(folder.path, tool('publint'), 'run', archive, '--strict');
  t.equal(code, 0, 'exit status', { stdout, stderr });
});

t.test('are the types wrong? No', async (t) => {
  const { code, stdout, stderr } = await runIn(
    folder.path,
    ...([tool('attw'), archive, '--profile', 'esm-only', '--no-emoji'] as const),
  );
  t.equal(code, 0, 'exit status', { stdout, stderr });
});

t.test('the types resolve under nodenext and bundler', { skip: skipTypes }, async (t) => {
  const source = [
    "import { type RunningHarness, startHarness, type Verdict } from 'azureml-fe-mock';",
    "import { AzureMLFrontEndContainer } from 'azureml-fe-mock/testcontainers';",
    "export const fe: RunningHarness = await startHarness({ scenario: 'expired' });",
    'export const verdict: Verdict = await fe.verdict({ succeeded: false });',
    "export const uri: string = (await new AzureMLFrontEndContainer('image').withKey('k').start()).getScoringUri();",
    '// @ts-expect-error a name is needed: the declarations are really there',
    'void (() => fe.use());',
  ];
  await writeFile(path.join(types, 'use.mts'), source.join('\n'));
  for (const [module, resolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    const { code, stdout } = await runIn(
      types,
      ...([tool('tsc'), '--noEmit', '--strict', '--target', 'es2024', '--module', module] as const),
      ...([
        '--moduleResolution',
        resolution,
        '--lib',
        'es2024,esnext.disposable',
        '--types',
        'node',
      ] as const),
      'use.mts',
    );
    t.equal(code, 0, resolution, { stdout });
  }
});
