import t from 'tap';
import { htmlReport } from '../../verify/report/html.ts';
import { markdownReport } from '../../verify/report/markdown.ts';
import {
  describeSkipped,
  describeUndecided,
  TERMINAL_HEAD,
  terminalRows,
} from '../../verify/report/terminal.ts';
import type { ScenarioReport } from '../../verify/verdict.ts';
import { DIAGNOSIS, KEY, leaking, NASTY, report, result } from './sample-report.ts';

const order = (text: string, ...parts: string[]): number[] => parts.map((part) => text.indexOf(part));
const ascending = (places: number[]): boolean =>
  places.every((place, index) => place >= 0 && (index === 0 || place > (places[index - 1] ?? -1)));

t.test('Markdown begins with the failures and ends with the table of all', async (t) => {
  const text = markdownReport(report());
  t.ok(
    ascending(order(text, '## ❌ `leaked-key`', '## ❔ `never-connected`', '## All scenarios', '✅ pass')),
  );
  t.match(
    text,
    '# ❌ Does the client fail closed? 1 failed, 1 inconclusive, 1 passed, 1 advisory, 1 skipped\n',
  );
});

t.test('Markdown without a problem has a clear heading and no sections', async (t) => {
  const text = markdownReport(report({ results: [result({})] }));
  t.match(text, /^# ✅ Does the client fail closed\? 1 passed\n/);
  t.notMatch(text, '## ❌');
});

t.test('text cannot end a cell, a fence or a line of Markdown', async (t) => {
  const nasty = result({
    verdict: 'fail',
    finding: 'hung',
    reason: NASTY,
    evidence: ['```', '## not a heading'],
  });
  const text = markdownReport(report({ results: [nasty] }));
  const row = text.split('\n').find((line) => line.startsWith('| ❌ fail |'));
  t.equal(row?.replaceAll('\\|', '').split('|').length, 7, 'five cells');
  t.notMatch(text, '<script>');
  t.match(text, '````text\n```\n## not a heading\n````');
});

t.test('a summary that grows too long tells what it leaves out and keeps the table', async (t) => {
  const long = Array.from({ length: 200 }, (_, index) =>
    result({
      scenario: `case-${index}`,
      verdict: 'fail',
      finding: 'hung',
      evidence: Array(40).fill('x'.repeat(150)),
    }),
  );
  const text = markdownReport(report({ results: long }));
  t.ok(Buffer.byteLength(text) < 250_000);
  t.match(text, /… and \d+ more; the JSON report has them all\./);
  t.match(text, '| ❌ fail | `case-199` |');
});

t.test('known failures are named apart', async (t) => {
  const text = markdownReport(report({ known: ['untrusted-root', 'not-yet-valid'] }));
  t.match(text, /^# ✅ /);
  t.match(
    text,
    'Known failures, accepted by the baseline: `untrusted-root` (leaked-key), `not-yet-valid` (never-connected).',
  );
});

t.test('a client that cannot score at all is told that first, in Markdown and in HTML', async (t) => {
  const baseline = { seen: 'It asked DNS for <b>.', remedies: ['Does it use SCORING_URI?'] };
  const [markdown, html] = [markdownReport(report({ baseline })), htmlReport(report({ baseline }))];
  t.ok(ascending(order(markdown, 'It asked DNS for &lt;b>.', 'Does it use SCORING_URI?', '## ❌')));
  t.ok(
    ascending(order(html, 'It asked DNS for &lt;b&gt;.', 'Does it use SCORING_URI?', 'leaked-key</span>')),
  );
});

t.test('HTML opens with the failures and folds up the rest', async (t) => {
  const page = htmlReport(report());
  t.match(page, '<h1>Does this client fail closed? No.</h1>');
  t.ok(
    ascending(
      order(page, 'id="untrusted-root" open', 'id="not-yet-valid" open', 'id="all"', 'id="expired">'),
    ),
  );
});

t.test('HTML tells of a scenario that was not run why, and not what the client did', async (t) => {
  t.match(htmlReport(report()), 'Not run: behind a proxy it is the proxy that asks DNS.');
});

t.test('HTML needs no network and runs no script', async (t) => {
  const page = htmlReport(report());
  t.notMatch(page, /<script|<link|<img|<iframe|@import|url\(|\son\w+=/i);
  t.match(page, 'default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;');
});

t.test('HTML takes nothing for markup that comes from outside', async (t) => {
  const results = [{ ...leaking, scenario: '"><b>x', title: '</summary><b>', stderrTail: NASTY }];
  const page = htmlReport(report({ results, client: ['</title><b>'], viaReason: '<b>' }));
  t.notMatch(page, '<b>');
  t.match(page, 'alert(&quot;&amp;&#39;&quot;)&lt;/script&gt; ]]&gt; red \uFFFD\uFFFD');
});

t.test('a client that leaks does not get its key into a text for people', async (t) => {
  t.notMatch(markdownReport(report()) + htmlReport(report()), KEY);
});

t.test('HTML says yes only where everything that was tried is as expected', async (t) => {
  const pass: ScenarioReport[] = [result({})];
  t.match(htmlReport(report({ results: pass })), 'fail closed? Yes, as far as it was tried.');
  const unknown = [result({ verdict: 'inconclusive', finding: 'never-connected' })];
  t.match(htmlReport(report({ results: unknown })), 'fail closed? Not proven.');
});

t.test('a row of the terminal says what was expected, what was done and what left', async (t) => {
  const rows = terminalRows(report().results, ['not-yet-valid']);
  t.equal(TERMINAL_HEAD.length, 5);
  t.strictSame(rows[1], {
    verdict: 'fail',
    known: false,
    scenario: 'untrusted-root',
    expected: 'reject',
    did: 'leaked-key: sent its bearer key and 345 bytes of its request to the endpoint that it should have refused',
    left: '1 request with key → router',
  });
  t.match(rows[0], { did: /^closed the connection/, left: 'nothing' });
  t.equal(rows[2]?.known, true);
});

t.test(
  'why scenarios were skipped is told once for each reason, and nothing of those that were not',
  async (t) => {
    const skipped = (reason: string): ScenarioReport => ({ ...result({}), verdict: 'skipped', reason });
    const results = [skipped('a proxy asks DNS'), result({}), skipped('no client'), skipped('no client')];
    t.strictSame(describeSkipped(results), ['2 skipped: no client', '1 skipped: a proxy asks DNS']);
    t.strictSame(describeSkipped([result({})]), []);
  },
);

t.test('Markdown and HTML lead with what to change', async (t) => {
  const diagnosed = report({ diagnosis: [DIAGNOSIS] });
  const [markdown, html] = [markdownReport(diagnosed), htmlReport(diagnosed)];
  t.ok(ascending(order(markdown, '## What to change', '`any-ca-accepted`', '## ❌ `leaked-key`')), markdown);
  t.match(markdown, 'Look for &lt;b>checkServerTrusted');
  t.ok(ascending(order(html, 'What to change</h2>', DIAGNOSIS.title, '<h2>Failures</h2>')));
  t.match(html, 'Look for &lt;b&gt;checkServerTrusted');
  t.notMatch(markdownReport(report()) + htmlReport(report()), 'What to change');
});

t.test('what has no verdict is shown with what was seen and what the client said', async (t) => {
  const stderrTail = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`).join('');
  const undecided = result({ verdict: 'inconclusive', evidence: ['it asked DNS'], stderrTail });
  t.strictSame(describeUndecided([result({}), undecided]), [
    '? expired',
    '  it asked DNS',
    ...['line 1', 'line 2', 'line 3', '…', 'line 18', 'line 19', 'line 20'].map(
      (line) => `  it said: ${line}`,
    ),
    '',
  ]);
  t.equal(describeUndecided(Array(9).fill(undecided)).filter((line) => line.startsWith('?')).length, 5);
  t.match(describeUndecided(Array(9).fill(undecided)).join('\n'), /^… and 4 more/m);
  t.strictSame(describeUndecided([result({})]), []);
});
