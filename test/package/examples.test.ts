import { cp, readdir } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { emptyFolder, install, pack, ROOT, runIn } from './packed.ts';

t.setTimeout(600_000);

const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const archive = await pack(folder.path);
const project = path.join(folder.path, 'project');
await cp(path.join(ROOT, 'examples/library'), project, { recursive: true });
const skip = await install(project, archive, 'tap@21', 'vitest@4', 'jest@30');

const RUNNERS: Record<string, string[]> = {
  'tap.test.ts': ['node', 'tap.test.ts'],
  'node-test.test.mjs': ['node', '--test', 'node-test.test.mjs'],
  'node-test.test.cjs': ['node', '--test', 'node-test.test.cjs'],
  'vitest.test.ts': ['npx', 'vitest', 'run', '--reporter', 'verbose', 'vitest.test.ts'],
  'jest.test.mjs': [
    ...['env', 'NODE_OPTIONS=--experimental-vm-modules', 'npx', 'jest', '--testMatch', '**/jest.test.mjs'],
  ],
};

for (const [file, [command = '', ...args]] of Object.entries(RUNNERS)) {
  t.test(`the example ${file} passes with the packed package`, { skip }, async (t) => {
    const { code, stdout, stderr } = await runIn(project, command, ...args);
    t.equal(code, 0, 'exit status', { stdout, stderr });
    t.match(stdout + stderr, /expired|another name/, 'it did run');
  });
}

t.test('every example is run', async (t) => {
  const examples = (await readdir(path.join(ROOT, 'examples/library'))).filter((name) =>
    name.includes('.test.'),
  );
  t.strictSame(examples.sort(), Object.keys(RUNNERS).sort());
});
