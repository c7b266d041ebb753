import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { emptyFolder, ROOT } from '../package/packed.ts';
import { type Ran, run } from '../support/tools.ts';

// The first run installs TypeDoc.
t.setTimeout(300_000);

const writeDocs = (...options: string[]): Promise<Ran> =>
  run(process.execPath, [path.join(ROOT, 'scripts/api-docs.ts'), ...options], '', 240_000);

// Not in t.testdir(): TypeDoc takes no entry point that is in a hidden folder.
const folder = await emptyFolder();
t.teardown(() => folder[Symbol.asyncDispose]());
const dir = folder.path;

const SOURCES = {
  bare: 'export const bare = 1;\n',
  hidden: [
    'interface Hidden {',
    '  /** One. */',
    '  one: 1;',
    '}',
    '/** Shown. */',
    'export const shown: Hidden = { one: 1 };\n',
  ].join('\n'),
};

const first = await writeDocs('--out', path.join(dir, 'api'));
const offline =
  process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1' && /\b(ENOTFOUND|EAI_AGAIN)\b/.test(first.stderr);
const skip = offline ? 'no package registry can be reached' : false;

t.test(
  'npm run docs writes the reference of everything that is exported, without a warning',
  { skip },
  async (t) => {
    t.equal(first.code, 0, 'exit status', { stdout: first.stdout, stderr: first.stderr });
    const index = await readFile(path.join(dir, 'api/modules/azureml-fe-mock.html'), 'utf8');
    const source = await readFile(path.join(ROOT, 'index.ts'), 'utf8');
    const exported = [
      ...source.matchAll(/^export (?:async )?(?:type )?(?:interface |function |\{([^}]*)\})(\w*)/gm),
    ]
      .flatMap(([, list = '', name = '']) => (name === '' ? list.split(',') : [name]))
      .map((name) => name.replace('type ', '').trim())
      .filter((name) => name !== '');
    t.ok(exported.includes('startHarness') && exported.includes('WorldSpec') && exported.length > 30);
    for (const name of exported) t.match(index, `>${name.replace(/(?<=[a-z])(?=[A-Z])/g, '<wbr/>')}<`, name);
    const container = await readFile(
      path.join(dir, 'api/modules/azureml-fe-mock_testcontainers.html'),
      'utf8',
    );
    t.match(container, /AzureMLFront/);
  },
);

t.test(
  'an export without a doc comment, and a type that is needed and not exported, are errors',
  { skip },
  async (t) => {
    for (const [name, complaint] of [
      ['bare', /bare .*does not have any documentation/],
      ['hidden', /Hidden, .*is referenced by .*shown but not included/],
    ] as const) {
      const entry = path.join(dir, name, 'index.ts');
      await mkdir(path.dirname(entry));
      await writeFile(entry, SOURCES[name]);
      const tsconfig = path.join(dir, name, 'tsconfig.json');
      await writeFile(tsconfig, JSON.stringify({ files: ['index.ts'] }));
      await writeFile(path.join(dir, name, 'package.json'), JSON.stringify({ name }));
      const { code, stdout, stderr } = await writeDocs(
        ...['--entryPoints', entry, '--tsconfig', tsconfig, '--out', path.join(dir, name, 'api')],
      );
      t.not(code, 0, name);
      t.match(stdout + stderr, complaint);
    }
  },
);
