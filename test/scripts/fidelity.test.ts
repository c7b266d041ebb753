import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { readFidelity } from '../../scripts/generate/fidelity-facts.ts';
import { findMarks, readMarks } from '../../scripts/generate/fidelity-marks.ts';
import { fidelityTables } from '../../scripts/generate/fidelity-page.ts';

const root = path.resolve(import.meta.dirname, '../..');
// Written so that a search for the marks does not find this file.
const WORD = 'ASSUMPTION'.concat(':');

t.test('the page has every guess that the code makes, and no other', async (t) => {
  const marks = await readMarks(root);
  const page = await readFile(path.join(root, 'docs/fidelity.md'), 'utf8');
  const onPage = [...page.matchAll(/<a id="([a-z0-9-]+)">/g)].map(([, id]) => id);
  t.strictSame(onPage.sort(), marks.map(({ id }) => id).sort());
  t.ok(marks.length > 30);
});

t.test('a mark is read up to the end of its comment, whichever kind of comment it is', async (t) => {
  const source = [
    '/** Limit in bytes.',
    ' *',
    ` * ${WORD} a-limit: it is not known`,
    ' * the limit. Changed by `limit`.',
    ' */',
    '    // Something else first.',
    `    // ${WORD} b: it is so. Changed by nothing: it is not seen.`,
    `    // ${WORD} c: and so. Changed by \`--c\`, or by \`--d\`.`,
    '    code();',
    '    // A comment about the code.',
  ].join('\n');
  t.match(findMarks('gateway/x.ts', source), [
    { id: 'a-limit', file: 'gateway/x.ts', says: 'it is not known the limit.', changedBy: '`limit`' },
    { id: 'b', says: 'it is so.', changedBy: null, change: 'nothing: it is not seen' },
    { id: 'c', says: 'and so.', changedBy: '`--c`, or by `--d`' },
  ]);
});

t.test('a mark without id, or without what changes it, is refused with its place', async (t) => {
  for (const text of [
    'it is not known. Changed by x.',
    'an-id: it is not known.',
    'An Id: unknown. Changed by x.',
  ]) {
    t.throws(() => findMarks('a.ts', `\n// ${WORD} ${text}`), { message: /^a\.ts:2: a mark reads/ }, text);
  }
});

t.test('a row that names a mark which is not there is refused', async (t) => {
  const sections = [{ title: 'S', home: [''], rows: [{ subject: 'Port 80', assumed: ['gone'] }] }];
  t.throws(() => fidelityTables([], sections), { message: /"gone"/ });
});

t.test('a mark that no row names gets a row of its own, in the section of its file', async (t) => {
  const [mark] = findMarks('gateway/tls/x.ts', `// ${WORD} new-one: not | known. Changed by \`x\`.`);
  t.ok(mark);
  if (mark === undefined) return;
  const sections = [
    { title: 'Router', home: ['gateway/'], rows: [] },
    { title: 'TLS', home: ['gateway/tls'], rows: [] },
  ];
  const page = fidelityTables([mark], sections);
  t.notMatch(page, /## Router/);
  t.match(page, /## TLS/);
  t.ok(page.includes('| **New one** |  |  | <a id="new-one"></a>'), 'under the words of its id');
  t.ok(page.includes('Not \\| known. *Changed by* `x`.'), 'with what would end a cell escaped');
});

t.test('every statement about the real router has a source', async (t) => {
  for (const { rows } of await readFidelity(root)) {
    for (const { subject, documented, observed, assumed } of rows) {
      t.ok(documented ?? observed ?? assumed, subject);
      for (const known of [documented, observed]) {
        if (known !== undefined) t.match(known.source, /^\[.+\]\(https:\/\/\S+\)/, subject);
      }
    }
  }
});
