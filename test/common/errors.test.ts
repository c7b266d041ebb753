import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { defineErrors, describeError, fail, fromProblem, MockError, toProblem } from '../../common/errors.ts';
import { fromFailure, toFailure } from '../../common/worker-failure.ts';
import { GATEWAY_ERRORS } from '../../gateway/errors.ts';
import { ERROR_TABLES } from '../../scripts/generate/errors-page.ts';
import { sourceFiles } from '../architecture/import-graph.ts';

const root = path.resolve(import.meta.dirname, '../..');

t.test('fills the values into message and remedy', async (t) => {
  const error = fail('PORT_IN_USE', { port: 8443, host: '127.0.0.1', option: '--https-port' });
  t.equal(error.message, 'Port 8443 on 127.0.0.1 is already in use.');
  t.match(error.remedy, /--https-port/);
  t.equal(error.code, 'PORT_IN_USE');
  t.equal(error.exit, 3);
});

t.test("carries Azure's code where there is one", async (t) => {
  const error = GATEWAY_ERRORS.fail('SECRET_NOT_GIVEN', {});
  t.equal(error.code, 'E40007');
  t.equal(error.azureName, 'INVALID_SSL_SETTING');
  t.match(describeError(error), /^E40007 INVALID_SSL_SETTING \(SECRET_NOT_GIVEN\): .+\n {2}hint: .+$/);
  t.match(toProblem(error), {
    status: 422,
    code: 'E40007',
    reason: 'SECRET_NOT_GIVEN',
    title: 'INVALID_SSL_SETTING',
  });
});

const ERRORS = ERROR_TABLES.flatMap((table) => Object.keys(table));

t.test('every reason is in docs/errors.md, and every section there is a reason', async (t) => {
  const page = await readFile(path.join(root, 'docs/errors.md'), 'utf8');
  const sections = [...page.matchAll(/^## (\S+)$/gm)].map((match) => match[1]);
  t.same(sections.sort(), ERRORS.sort());
});

t.test('no two rooms have the same reason', async (t) => {
  t.equal(new Set(ERRORS).size, ERRORS.length);
});

t.test(
  'the table of every room is on the page, and every reason is made somewhere in the code',
  async (t) => {
    const files = (await sourceFiles(root)).filter((file) => !file.startsWith('scripts/'));
    const sources = await Promise.all(
      files.map(async (file) => [file, await readFile(path.join(root, file), 'utf8')] as const),
    );
    const isTable = (file: string): boolean => /(^|\/)(shared-)?errors\.ts$/.test(file);
    const tables = sources.filter(([file, code]) => isTable(file) && code.includes('= defineErrors('));
    t.equal(tables.length, ERROR_TABLES.length);

    const code = sources.filter(([file]) => !isTable(file)).map(([, source]) => source);
    const all = code.join('\n');
    t.same(
      ERRORS.filter((reason) => !all.includes(`'${reason}'`)),
      [],
    );
  },
);

t.test('an error crosses to another process whole, also one whose reason is not known here', async (t) => {
  const { fail: failInFuture } = defineErrors({
    FUTURE_REASON: { message: 'The {thing} is missing.', remedy: 'Add the {thing}.', status: 418, exit: 1 },
  });
  for (const error of [
    failInFuture('FUTURE_REASON', { thing: 'lid' }),
    GATEWAY_ERRORS.fail('SECRET_NOT_GIVEN', {}),
  ]) {
    const sent: unknown = JSON.parse(JSON.stringify(toProblem(error)));
    const received = fromProblem(sent);
    t.match(received, new MockError(error));
    t.equal(received?.message, error.message);
    const failure = fromFailure(structuredClone(toFailure(error)));
    t.match(failure, new MockError(error));
    t.equal(failure.message, error.message);
  }
});

t.test('a document of another server is no error of ours', async (t) => {
  for (const document of [null, 'text', {}, { title: 'Not Found', status: 404 }])
    t.equal(fromProblem(document), null);
});
