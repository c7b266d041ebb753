import t from 'tap';
import { compareFailures } from '../../verify/known-failures.ts';
import type { Finding, ScenarioReport } from '../../verify/verdict.ts';
import { result } from './sample-report.ts';

const failed = (scenario: string, finding: Finding): ScenarioReport =>
  result({ scenario, verdict: 'fail', finding });
const passed = (scenario: string): ScenarioReport => result({ scenario, verdict: 'pass', finding: null });

interface Row {
  says: string;
  yesterday: ScenarioReport[];
  today: ScenarioReport[];
  fresh: string[];
  known: string[];
  mended?: string[];
}

const rows: Row[] = [
  {
    says: 'a failure that was there yesterday is known',
    yesterday: [failed('expired', 'leaked-key')],
    today: [failed('expired', 'leaked-key')],
    fresh: [],
    known: ['expired'],
  },
  {
    says: 'a failure that was not there yesterday is new',
    yesterday: [passed('expired')],
    today: [failed('expired', 'hung')],
    fresh: ['expired'],
    known: [],
  },
  {
    says: 'a failure in a scenario that did not exist yesterday is new',
    yesterday: [],
    today: [failed('expired', 'hung')],
    fresh: ['expired'],
    known: [],
  },
  {
    says: 'a known failure that is worse today is new',
    yesterday: [failed('expired', 'exit-0-after-refusal')],
    today: [failed('expired', 'leaked-key')],
    fresh: ['expired'],
    known: [],
  },
  {
    says: 'a known failure that is better today is still known',
    yesterday: [failed('expired', 'leaked-key')],
    today: [failed('expired', 'exit-0-after-refusal')],
    fresh: [],
    known: ['expired'],
  },
  {
    says: 'what was undecided yesterday and fails today is new',
    yesterday: [result({ scenario: 'expired', verdict: 'inconclusive', finding: 'never-connected' })],
    today: [failed('expired', 'did-not-score')],
    fresh: ['expired'],
    known: [],
  },
  {
    says: 'what failed yesterday and is undecided today is known',
    yesterday: [failed('expired', 'hung')],
    today: [result({ scenario: 'expired', verdict: 'inconclusive', finding: 'never-connected' })],
    fresh: [],
    known: ['expired'],
  },
  {
    says: 'advice of yesterday excuses no failure of today',
    yesterday: [result({ scenario: 'busy', verdict: 'advisory', finding: 'hung' })],
    today: [failed('busy', 'hung')],
    fresh: ['busy'],
    known: [],
  },
  {
    says: 'a failure that is gone is told as mended, one that was not tried is not',
    yesterday: [
      failed('expired', 'leaked-key'),
      failed('self-signed', 'leaked-key'),
      passed('untrusted-root'),
    ],
    today: [passed('expired'), passed('untrusted-root')],
    fresh: [],
    known: [],
    mended: ['expired'],
  },
  {
    says: 'a finding that this version does not know excuses nothing',
    yesterday: [failed('expired', 'set-the-house-on-fire' as Finding)],
    today: [failed('expired', 'did-not-score')],
    fresh: ['expired'],
    known: [],
  },
];

for (const row of rows) {
  t.test(row.says, async (t) => {
    const compared = compareFailures(row.yesterday, row.today);
    t.strictSame(
      compared.fresh.map(({ scenario }) => scenario),
      row.fresh,
    );
    t.strictSame(compared.known, row.known);
    t.strictSame(compared.mended, row.mended ?? []);
  });
}
