import t from 'tap';
import { isApplicable, whyNotApplicable } from '../../scenarios/applicable.ts';
import { failuresFirst, isAsExpected, summarizeResults } from '../../verify/report/assemble.ts';
import { advised, leaking, passing, report, result, silent, skipped } from './sample-report.ts';
import { scenario } from './sightings.ts';

t.test('the summary counts each verdict', async (t) => {
  t.strictSame(summarizeResults([passing, leaking, silent, advised, skipped, passing]), {
    passed: 2,
    failed: 1,
    advisory: 1,
    inconclusive: 1,
    skipped: 1,
  });
});

t.test('failures come first, and among them the critical ones', async (t) => {
  const low = result({ scenario: 'low', verdict: 'fail', importance: 'low' });
  const critical = result({ scenario: 'critical', verdict: 'fail', importance: 'critical' });
  t.strictSame(
    failuresFirst([passing, skipped, low, advised, silent, critical]).map(({ scenario }) => scenario),
    ['critical', 'low', silent.scenario, advised.scenario, passing.scenario, skipped.scenario],
  );
});

for (const [says, results, known, expected] of [
  ['passes and advice', [passing, advised, skipped], [], true],
  ['a failure', [passing, leaking], [], false],
  ['an inconclusive result', [passing, silent], [], false],
  ['a failure that is known', [passing, leaking], ['untrusted-root'], true],
  ['one known failure and a new one', [leaking, silent], ['untrusted-root'], false],
  ['nothing that was tried', [skipped], [], false],
  ['nothing at all', [], [], false],
] as const) {
  t.test(`${says} ${expected ? 'is' : 'is not'} as expected`, async (t) => {
    t.equal(isAsExpected(report({ results: [...results], known: [...known] })), expected);
  });
}

t.test('what left the client is told by where it arrived', async (t) => {
  t.equal(passing.left, 'nothing');
  t.equal(leaking.left, '1 request with key → router');
});

t.test('a scenario that only the reference client can take part in says so', async (t) => {
  t.equal(whyNotApplicable(scenario()), null);
  t.equal(whyNotApplicable(scenario({ flow: [{ step: 'request' }, { step: 'request' }] })), null);
  t.match(whyNotApplicable(scenario({ client: { maxVersion: 'TLSv1.1' } })), /reference client/);
  t.match(
    whyNotApplicable(
      scenario({ flow: [{ step: 'request' }, { step: 'wait-for-expiry' }, { step: 'request' }] }),
    ),
    /between two requests/,
  );
  const configuration = {
    ...scenario(),
    group: 'configuration',
    expectation: 'reject',
    refused: 'SECRET_NOT_GIVEN',
  };
  t.match(whyNotApplicable(configuration as never), /settings/);
  t.notOk(isApplicable(configuration as never));
});
