import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { copyCheckout } from '../support/checkout.ts';
import { run } from '../support/tools.ts';

const root = path.resolve(import.meta.dirname, '../..');
const check = (checkout: string) =>
  run(process.execPath, [path.join(checkout, 'scripts/generate.ts'), '--check']);

t.test('what is derived from the catalogue and the tables is up to date', async (t) => {
  const ran = await check(root);
  t.equal(ran.stderr, '');
  t.equal(ran.code, 0);
});

t.test('a change on either side is found, reported and corrected', async (t) => {
  const checkout = t.testdir();
  await copyCheckout(checkout);
  const at = (file: string): string => path.join(checkout, file);
  await run(process.execPath, [at('scripts/generate.ts')]);
  const page = await readFile(at('docs/settings.md'), 'utf8');

  await appendFile(at('docs/settings.md'), 'A line that was written by hand.\n');
  await writeFile(at('docs/scenarios/gone.md'), '# A group that is no more\n');
  await rm(at('docs/errors.md'));
  const table = await readFile(at('gateway/routing/status-table.ts'), 'utf8');
  await writeFile(at('gateway/routing/status-table.ts'), table.replace('status: 504', 'status: 599'));
  const judge = await readFile(at('gateway/routing/decide-route.ts'), 'utf8');
  await writeFile(at('gateway/routing/decide-route.ts'), judge.replace('100 MB, which', '200 MB, which'));

  const drifted = await check(checkout);
  t.equal(drifted.code, 1);
  t.strictSame(
    drifted.stderr
      .trim()
      .split('\n')
      .map((line) => line.split(' ')[0])
      .sort(),
    [
      'docs/errors.md',
      'docs/fidelity.md',
      'docs/scenarios/gone.md',
      'docs/settings.md',
      'docs/status-codes.md',
    ],
  );
  t.match(drifted.stderr, /run "npm run generate"/);

  await run(process.execPath, [at('scripts/generate.ts')]);
  t.strictSame(await check(checkout), { code: 0, stdout: '', stderr: '' });
  t.equal(await readFile(at('docs/settings.md'), 'utf8'), page);
  t.match(await readFile(at('docs/status-codes.md'), 'utf8'), /`kubernetes` \| 599/);
});
