import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { describeError, MockError } from '../../common/errors.ts';
import { loadScore } from '../../model/load-score.ts';

const folder = await mkdtemp(join(tmpdir(), 'azureml-fe-mock-load-'));
t.teardown(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

async function failure(file: string): Promise<MockError> {
  const error: unknown = await loadScore(file).catch((reason: unknown) => reason);
  if (error instanceof MockError) return error;
  throw new Error(`Loaded, or failed without a reason: ${String(error)}`);
}

t.test('a script may be TypeScript, an ES module or CommonJS', async (t) => {
  const files = {
    'score.ts':
      'export function run(rawData: string): string { return rawData; }\nexport const init = () => 1;',
    'score.mjs': 'export const run = async (rawData) => rawData;',
    'score.cjs': 'const run = (rawData) => rawData;\nmodule.exports = Object.assign({}, { run });',
    'whole.mjs': 'export default { run: (rawData) => rawData };',
  };
  for (const [name, text] of Object.entries(files)) {
    const script = await loadScore(await write(name, text));
    t.equal(await (script.run as (raw: string) => unknown)('x'), 'x', name);
    t.equal(typeof script.init, name === 'score.ts' ? 'function' : 'undefined');
  }
});

t.test('a script tells by its exports how it wants its input', async (t) => {
  const schema = '{ type: "object", properties: { data: {} } }';
  const withSchema = await loadScore(
    await write('schema.mjs', `export const run = () => 1; export const inputSchema = ${schema};`),
  );
  t.strictSame(withSchema.inputSchema, { type: 'object', properties: { data: {} } });
  const withRequest = await loadScore(
    await write('raw.mjs', 'export const run = () => 1; export const rawHttp = true;'),
  );
  t.equal(withRequest.rawHttp, true);
});

t.test('a script that cannot be used is told in a sentence, with a remedy and without a stack', async (t) => {
  const cases: [name: string, text: string, reason: string, says: RegExp][] = [
    [
      'syntax.mjs',
      'export const a = 1;\nexport const = 5;',
      'SCORE_NOT_LOADED',
      /\(SyntaxError: Unexpected token '='\)/,
    ],
    [
      'syntax.ts',
      'export const a: number = 1;\nexport function run( {',
      'SCORE_NOT_LOADED',
      /SyntaxError: .*, at line 2\)/,
    ],
    ['enum.ts', 'export enum A { B }', 'SCORE_NOT_LOADED', /enum/],
    [
      'throws.mjs',
      '\nthrow new RangeError("no model");',
      'SCORE_NOT_LOADED',
      /RangeError: no model, at .*throws\.mjs:2/,
    ],
    ['text.mjs', 'throw "no model";', 'SCORE_NOT_LOADED', /it threw no model/],
    [
      'import.mjs',
      'import "./nowhere.mjs";\nexport const run = () => 1;',
      'SCORE_NOT_LOADED',
      /nowhere\.mjs/,
    ],
    ['empty.mjs', '', 'SCORE_BAD_EXPORT', /exports run as nothing, and it must be a function/],
    ['list.mjs', 'export const run = [];', 'SCORE_BAD_EXPORT', /exports run as an object/],
    [
      'init.mjs',
      'export const run = () => 1; export const init = 5;',
      'SCORE_BAD_EXPORT',
      /exports init as a number/,
    ],
    [
      'flag.mjs',
      'export const run = () => 1; export const rawHttp = 1;',
      'SCORE_BAD_EXPORT',
      /exports rawHttp as a number/,
    ],
    [
      'schema1.mjs',
      'export const run = () => 1; export const inputSchema = {};',
      'SCORE_BAD_EXPORT',
      /inputSchema/,
    ],
    [
      'schema2.mjs',
      'export const run = () => 1; export const inputSchema = { type: "object", properties: {} };',
      'SCORE_BAD_EXPORT',
      /inputSchema/,
    ],
    [
      'schema3.mjs',
      'export const run = () => 1; export const rawHttp = true; export const inputSchema = { type: "object", properties: { a: {} } };',
      'SCORE_BAD_EXPORT',
      /without rawHttp/,
    ],
    [
      'schema4.mjs',
      'export const run = () => 1; export const outputSchema = 1;',
      'SCORE_BAD_EXPORT',
      /outputSchema/,
    ],
    ['score.py', 'def run(raw_data): pass', 'SCORE_NOT_A_SCRIPT', /score\.py/],
  ];
  for (const [name, text, reason, says] of cases) {
    const error = await failure(await write(name, text));
    const told = describeError(error);
    t.equal(error.reason, reason, name);
    t.match(told, says);
    t.notMatch(told, /\n\s+at /, 'no stack');
    t.match(told, /\n {2}hint: /);
  }
});

t.test('a script that is not there, or is a folder, is named as it was given', async (t) => {
  t.match(await failure('nowhere/score.ts'), { reason: 'SCORE_NOT_FOUND', message: /nowhere\/score\.ts/ });
  t.match(await failure(folder), { reason: 'SCORE_NOT_A_SCRIPT' });
});
