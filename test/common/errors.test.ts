import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { ERRORS } from '../../common/error-table.ts';
import { describeError, fail, toProblem } from '../../common/errors.ts';

const root = path.resolve(import.meta.dirname, '../..');

t.test('fills the values into message and remedy', async (t) => {
  const error = fail('PORT_IN_USE', { port: 8443, host: '127.0.0.1', option: '--https-port' });
  t.equal(error.message, 'Port 8443 on 127.0.0.1 is already in use.');
  t.match(error.remedy, /--https-port/);
  t.equal(error.code, 'PORT_IN_USE');
  t.equal(error.exit, 3);
});

t.test("carries Azure's code where there is one", async (t) => {
  const error = fail('SECRET_NOT_GIVEN', {});
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

t.test('every reason is in docs/errors.md, and every section there is a reason', async (t) => {
  const page = await readFile(path.join(root, 'docs/errors.md'), 'utf8');
  const sections = [...page.matchAll(/^## (\S+)$/gm)].map((match) => match[1]);
  t.same(sections.sort(), Object.keys(ERRORS).sort());
});

t.test('every reason is made somewhere in the code', async (t) => {
  const { readdir } = await import('node:fs/promises');
  const rooms = ['common', 'pki', 'dns-mock', 'gateway', 'model', 'harness', 'scenarios', 'verify', 'cli'];
  const texts: string[] = [await readFile(path.join(root, 'index.ts'), 'utf8')];
  for (const room of rooms) {
    const names = await readdir(path.join(root, room), { recursive: true }).catch(() => []);
    for (const name of names) {
      if (!name.endsWith('.ts') || name.endsWith('error-table.ts')) continue;
      texts.push(await readFile(path.join(root, room, name), 'utf8'));
    }
  }
  const code = texts.join('\n');
  const unused = Object.keys(ERRORS).filter((reason) => !code.includes(`'${reason}'`));
  t.same(unused, []);
});
