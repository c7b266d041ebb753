import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { plainTable } from '../../cli/plain-table.ts';
import { listTable } from '../../cli/scenario-tables.ts';
import { columnsOf } from '../../cli/terminal-width.ts';
import { describeInterrupted, describeReport, type Wanted } from '../../cli/verify-text.ts';
import { widthOf } from '../../common/wrap-text.ts';
import { catalogue } from '../../scenarios/catalogue.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { leaking, passing, report, result, silent, skipped } from '../verify/sample-report.ts';

const WIDTHS = [80, 100, 120];
const words = (text: string): string[] => stripVTControlCharacters(text).split(/\s+/).filter(Boolean);

/** Lines that are wider than the terminal although a blank would have let them be shorter. */
const tooWide = (text: string, columns: number): string[] =>
  stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => widthOf(line) > columns && line.trim().includes(' '));

/** Words of `text` that are none of `whole`: halves of a word that was split. */
const splitWords = (text: string, whole: string): string[] => {
  const known = new Set(words(whole));
  return words(text).filter((word) => !known.has(word));
};

t.test('scenarios list fits 80, 100 and 120 columns, and splits no word', async (t) => {
  const all = catalogue.list();
  const whole = listTable(all, Number.POSITIVE_INFINITY);
  for (const columns of WIDTHS) {
    const text = listTable(all, columns);
    t.strictSame(tooWide(text, columns), [], `${columns} columns`);
    t.strictSame(splitWords(text, whole), [], `${columns} columns`);
    for (const { name } of all) t.ok(words(text).includes(name), `${columns}: ${name} is whole`);
  }
});

t.test('what verify prints fits 80, 100 and 120 columns, and splits no word', async (t) => {
  const long = result({
    ...leaking,
    scenario: 'renewed-while-connected-with-a-name-as-long-as-any',
    reason: `sent its request with the key to the router, ${'over a connection that it should have refused, '.repeat(3)}exit 0`,
  });
  const reports: Record<string, [VerifyReport, Wanted]> = {
    table: [report({ results: [passing, leaking, long, silent, skipped] }), {}],
    scenarios: [report({ results: [passing, long] }), { scenario: ['expired'] }],
    explained: [report({ results: [long] }), { explain: 'expired' }],
    baseline: [
      report({
        results: [{ ...passing, scenario: 'valid', stderrTail: 'Error: no module\n'.repeat(30) }],
        baseline: {
          seen: 'Nothing of it arrived, no DNS question and no connection; it exited with 1.',
          remedies: [
            'Does it use SCORING_URI? The address is in that variable and in the argument {uri}, and nowhere else.',
          ],
        },
      }),
      {},
    ],
  };
  for (const [name, [given, flags]] of Object.entries(reports)) {
    const whole = describeReport(given, flags, Number.POSITIVE_INFINITY);
    for (const columns of WIDTHS) {
      const text = describeReport(given, flags, columns);
      t.strictSame(tooWide(text, columns), [], `${name} at ${columns}`);
      t.strictSame(splitWords(text, whole), [], `${name} at ${columns}`);
    }
  }
});

t.test('a pipe gets whole lines, and COLUMNS counts where a script sets it', async (t) => {
  t.equal(columnsOf({ isTTY: true, columns: 100 }, {}), 100);
  t.equal(columnsOf({ isTTY: true, columns: 500 }, {}), 160);
  t.equal(columnsOf({ isTTY: true, columns: 10 }, {}), 40);
  t.equal(columnsOf({}, {}), Number.POSITIVE_INFINITY);
  t.equal(columnsOf({}, { COLUMNS: '80' }), 80);
  t.equal(columnsOf({}, { COLUMNS: 'wide' }), Number.POSITIVE_INFINITY);
});

t.test(
  'the widest column is wrapped, and stands below the row where too little is left for it',
  async (t) => {
    const long = 'a sentence of several words that is wider than its column';
    const rows = [['x', long, '1']];
    t.equal(
      stripVTControlCharacters(plainTable(['a', 'b', 'c'], rows, 48)),
      [
        'a  b                                           c',
        'x  a sentence of several words that is wider   1',
        '   than its column',
      ].join('\n'),
    );
    t.equal(
      stripVTControlCharacters(plainTable(['a', 'b', 'c'], rows, 30)),
      [
        'a  c',
        '    b',
        'x  1',
        '    a sentence of several',
        '    words that is wider than',
        '    its column',
      ].join('\n'),
    );
  },
);

t.test('a run that was interrupted says what was judged and that it is not the whole', async (t) => {
  const text = describeInterrupted([passing, leaking], 160, {}, 200);
  t.match(text, /leaked-key/);
  t.match(text, /Interrupted after 2 of 160 scenarios: 1 failed, 1 passed\. This is not the whole/);
  t.match(describeInterrupted([], 160, {}, 200), /^Interrupted after 0 of 160 scenarios\. /);
});
