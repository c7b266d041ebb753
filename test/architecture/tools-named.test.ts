import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { DEBIAN_PACKAGES, needs } from '../support/tools.ts';

const TESTS = path.resolve(import.meta.dirname, '..');

/** What any machine has on which Debian's minbase and Node were installed. */
const ALWAYS_THERE = ['bash', 'tar'];

/** A program that a file starts: `run('curl', …)`, `spawn('ps')`, and the helpers named after one. */
const STARTED = /\b(?:run|spawn|spawnSync|execFile|execFileSync|exec)\(\s*'([\w.-]+)'/g;
const NAMED = /\b(?:needs|missing|skipFileWithout)\(([^)]*)\)|\bprograms: \[([^\]]*)\]/g;
/** A test that looks for an engine itself. */
const LOOKS_FOR_DOCKER = /\breasonToSkip\(/;

interface TestFile {
  named: Set<string>;
  parts: Part[];
}

/** An exported function with what stands below it, or what stands above the first one. */
interface Part {
  /** Empty above the first one, and for a file that exports nothing. */
  name: string;
  started: string[];
  /** The exports of test files that it uses: `file#name`. */
  uses: string[];
}

function readTestFile(file: string, text: string): TestFile {
  const named = [...text.matchAll(NAMED)].flatMap(([, call = '', list = '']) =>
    [...`${call}${list}`.matchAll(/'([\w.-]+)'/g)].map(([, word = '']) => word),
  );
  if (LOOKS_FOR_DOCKER.test(text)) named.push('docker');
  const imported = importsOf(file, text);
  const texts = text.split(/^(?=export (?:async )?(?:function|const|class) )/m);
  const nameOf = (part: string): string =>
    /^export (?:async )?(?:function|const|class) (\w+)/.exec(part)?.[1] ?? '';
  const own = texts.map((part) => [nameOf(part), `${file}#${nameOf(part)}`] as const);
  const known = [...imported, ...own].filter(([name]) => name !== '');
  return {
    named: new Set(named),
    parts: texts.map((part) => ({
      name: nameOf(part),
      started: [...part.matchAll(STARTED)]
        .map(([, program = '']) => program)
        .filter((program) => Object.hasOwn(DEBIAN_PACKAGES, program)),
      uses: known.filter(([name]) => new RegExp(`\\b${name}\\b`).test(part)).map(([, target]) => target),
    })),
  };
}

/** Each imported name with the export of a test file that it stands for. */
function importsOf(file: string, text: string): (readonly [name: string, target: string])[] {
  return [...text.matchAll(/import \{([^}]*)\} from '(\.{1,2}\/[^']+\.ts)'/g)].flatMap(
    ([, names = '', target = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => [name, `${path.join(path.dirname(file), target)}#${name}`] as const),
  );
}

/** @returns `file: program` of each program that a test starts, itself or in what it uses of test/, without naming it */
function findUnnamed(files: ReadonlyMap<string, TestFile>): string[] {
  return [...files].flatMap(([file, { parts }]) => {
    if (!file.endsWith('.test.ts')) return [];
    const reached = new Set<string>();
    for (const { name } of parts) reach(`${file}#${name}`, files, reached);
    const named = new Set(ALWAYS_THERE);
    const started = new Set<string>();
    for (const each of reached) {
      const [from = '', name = ''] = each.split('#');
      for (const word of files.get(from)?.named ?? []) named.add(word);
      for (const program of partOf(files.get(from), name)?.started ?? []) started.add(program);
    }
    return [...started].filter((program) => !named.has(program)).map((program) => `${file}: ${program}`);
  });
}

const partOf = (file: TestFile | undefined, name: string): Part | undefined =>
  file?.parts.find((part) => part.name === name);

function reach(target: string, files: ReadonlyMap<string, TestFile>, seen: Set<string>): void {
  const [file = '', name = ''] = target.split('#');
  const part = partOf(files.get(file), name);
  if (part === undefined || seen.has(target)) return;
  seen.add(target);
  // What stands above the first export runs with every import.
  for (const next of [...part.uses, `${file}#`]) reach(next, files, seen);
}

t.test('every test names the programs of the machine that it starts', async (t) => {
  const names = (await readdir(TESTS, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const files = new Map<string, TestFile>();
  for (const name of names)
    files.set(name, readTestFile(name, await readFile(path.join(TESTS, name), 'utf8')));
  t.ok(files.size > 100);
  t.strictSame(findUnnamed(files), []);
});

t.test('a program that is not named is found, also behind an import', async (t) => {
  const files = new Map([
    [
      'a.test.ts',
      readTestFile('a.test.ts', "import { x } from './b.ts';\nneeds('dig');\nx();\nrun('dig');\nspawn('ps')"),
    ],
    [
      'b.ts',
      readTestFile(
        'b.ts',
        "export const x = () => y();\nexport const y = () => execFileSync('openssl', []);\nexport const z = () => run('curl')",
      ),
    ],
    ['c.test.ts', readTestFile('c.test.ts', "skipFileWithout(t, 'curl');\nrun(\n  'curl', [])\nrun('node')")],
  ]);
  t.strictSame(findUnnamed(files), ['a.test.ts: ps', 'a.test.ts: openssl']);
});

t.test('a program that is missing is named with its package', async (t) => {
  const { PATH, AZUREML_FE_MOCK_REQUIRE_TOOLS } = process.env;
  t.teardown(() => {
    process.env.PATH = PATH;
    if (AZUREML_FE_MOCK_REQUIRE_TOOLS !== undefined)
      process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS = AZUREML_FE_MOCK_REQUIRE_TOOLS;
  });
  delete process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS;
  process.env.PATH = t.testdir();
  t.equal(
    needs('dig', 'openssl'),
    'dig, openssl are not installed (Debian: apt-get install dnsutils openssl)',
  );
  t.equal(needs('ps'), 'ps is not installed (Debian: apt-get install procps)');
  process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS = '1';
  t.equal(needs('dig'), false, 'CI is to fail and not to skip');
});
