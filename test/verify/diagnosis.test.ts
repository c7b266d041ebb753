import t from 'tap';
import { describeChange } from '../../verify/diagnosis/describe-change.ts';
import { diagnose } from '../../verify/diagnosis/diagnose.ts';
import { findMistakes } from '../../verify/diagnosis/find-mistakes.ts';
import { MISTAKES, type Mistake } from '../../verify/diagnosis/mistakes.ts';
import { recognise } from '../../verify/diagnosis/recognise.ts';
import { RUNTIMES } from '../../verify/diagnosis/runtimes/index.ts';
import type { ScenarioReport } from '../../verify/verdict.ts';
import { passing } from './sample-report.ts';
import { answer, connection, refusals, request } from './sightings.ts';

const GROUPS: Readonly<Record<string, string>> = {
  expired: 'validity',
  'not-yet-valid': 'validity',
  'untrusted-root': 'trust',
  'self-signed': 'trust',
  'fqdn-mismatch': 'identity',
  'sibling-subdomain': 'identity',
  'name-as-prefix': 'identity',
  'ip-address-as-dns-name': 'identity',
  'dns-stale-tenant': 'dns',
  'http-fallback': 'http',
  'redirect-to-other-host': 'http',
  'stall-after-client-hello': 'protocol',
  'no-answer': 'http',
  'status-500': 'scoring',
  'body-cut': 'http',
};
const ALL = Object.keys(GROUPS);

/** A run through all scenarios above in which these ones failed with a finding. */
function results(failures: Readonly<Record<string, Partial<ScenarioReport>>>, tried = ALL): ScenarioReport[] {
  return tried.map((scenario) => ({
    ...passing,
    scenario,
    group: GROUPS[scenario] ?? '',
    ...(failures[scenario] === undefined ? {} : { verdict: 'fail' as const, ...failures[scenario] }),
  }));
}

const leaks = (...scenarios: string[]) =>
  Object.fromEntries(scenarios.map((scenario) => [scenario, { finding: 'leaked-key' as const }]));

const TRUST = ['untrusted-root', 'self-signed'];
const VALIDITY = ['expired', 'not-yet-valid'];
const IDENTITY = ['fqdn-mismatch', 'sibling-subdomain', 'name-as-prefix', 'dns-stale-tenant'];

const observed = (requests: number, outcome: 'complete' | 'cut' = 'complete') => ({
  queries: [],
  connections: [],
  requests: Array.from({ length: requests }, () => request({ answer: { ...answer(200), outcome } })),
});

/** What failed, and the mistakes that follow from it with the scenarios that prove each. */
const PATTERNS: [
  says: string,
  failures: Parameters<typeof results>[0],
  mistakes: Record<string, string[]>,
][] = [
  ['a right client makes none', {}, {}],
  [
    'leaks in trust, validity and identity: verification is off',
    leaks(...TRUST, ...VALIDITY, ...IDENTITY),
    { 'verification-off': [...VALIDITY, ...TRUST, ...IDENTITY] },
  ],
  ['leaks in identity alone: the name is not checked', leaks(...IDENTITY), { 'name-check-off': IDENTITY }],
  ['leaks in validity alone: dates are ignored', leaks(...VALIDITY), { 'validity-check-off': VALIDITY }],
  [
    'leaks in trust and validity: any authority is accepted',
    leaks(...TRUST, ...VALIDITY),
    { 'any-ca-accepted': [...VALIDITY, ...TRUST] },
  ],
  ['leaks in trust alone: any authority is accepted', leaks(...TRUST), { 'any-ca-accepted': TRUST }],
  [
    'leaks in identity and validity are two mistakes',
    leaks(...IDENTITY, ...VALIDITY),
    { 'name-check-off': IDENTITY, 'validity-check-off': VALIDITY },
  ],
  [
    'leaks in identity and trust are two mistakes',
    leaks(...IDENTITY, ...TRUST),
    { 'any-ca-accepted': TRUST, 'name-check-off': IDENTITY },
  ],
  [
    'a name that is only nearly right leaks: the comparison is home-made',
    leaks('name-as-prefix'),
    { 'name-check-home-made': ['name-as-prefix'] },
  ],
  ['a leak over HTTP', leaks('http-fallback'), { 'http-fallback': ['http-fallback'] }],
  [
    'a leak by a redirect',
    leaks('redirect-to-other-host'),
    { 'redirect-followed-with-key': ['redirect-to-other-host'] },
  ],
  [
    'silence that never ends for the client',
    { 'stall-after-client-hello': { finding: 'hung' } },
    { 'no-time-out': ['stall-after-client-hello'] },
  ],
  [
    'requests that never end are no missing time-out',
    { 'status-500': { finding: 'hung', observed: observed(30) } },
    { 'retries-without-end': ['status-500'] },
  ],
  [
    'exit 0 after a refusal',
    { expired: { finding: 'exit-0-after-refusal' } },
    { 'exit-0-after-failure': ['expired'] },
  ],
  [
    'a cut answer and an error answer that were taken for a score',
    {
      'status-500': { finding: 'accepted', observed: observed(1) },
      'body-cut': { finding: 'accepted', observed: observed(1, 'cut') },
    },
    { 'status-ignored': ['status-500'], 'cut-body-accepted': ['body-cut'] },
  ],
  ['a crash', { expired: { finding: 'crashed' } }, { crash: ['expired'] }],
  [
    'a refusal and then a leak on another connection',
    {
      expired: {
        finding: 'leaked-key',
        observed: {
          queries: [],
          connections: [
            refusals.withAlert('certificate_expired'),
            connection({ connection: 2, applicationBytes: 260 }),
          ],
          requests: [],
        },
      },
    },
    { 'insecure-retry': ['expired'] },
  ],
];

for (const [says, failures, mistakes] of PATTERNS) {
  t.test(says, async (t) => {
    const found = findMistakes(results(failures));
    t.strictSame(Object.fromEntries(found.map(({ mistake, scenarios }) => [mistake, scenarios])), mistakes);
    t.ok(found.every(({ certain }) => certain));
  });
}

t.test('with one scenario of one kind the likeliest mistake is named, and called uncertain', async (t) => {
  const [found, ...others] = findMistakes(results(leaks('expired'), ['expired']));
  t.match(found, { mistake: 'verification-off', certain: false, scenarios: ['expired'] });
  t.same(others, []);
});

t.test(
  'the change names the switch of the runtime, what belongs there, and the scenario that proves it',
  async (t) => {
    const curl = ['curl', '-k', '{uri}'];
    const [found] = diagnose(results(leaks(...TRUST, ...VALIDITY, ...IDENTITY)), curl);
    t.equal(found?.runtime, 'curl');
    t.match(found?.change, /`--insecure`/);
    t.match(found?.change, /"verify --scenario (expired|fqdn-mismatch)" must pass/);
  },
);

t.test('every mistake has a change in every runtime and in none', async (t) => {
  for (const mistake of Object.keys(MISTAKES) as Mistake[]) {
    for (const runtime of [null, ...RUNTIMES]) {
      t.match(
        describeChange(mistake, runtime, 'expired'),
        /^[A-Z].*\. Then "verify --scenario expired" must pass\.$/s,
      );
    }
  }
});

t.test('a runtime is recognised by User-Agent before JA4, and by JA4 before the command', async (t) => {
  const requests = 't13d1812h1_85036bcba153_b26ce05bbdd6';
  const shared = 't13d311200_e8f1e7e78f70_d339722ba4af';
  const nothing = { ja4: null, userAgent: null, command: ['./score'] };
  t.equal(recognise(nothing), null, 'unknown is an answer');
  t.match(recognise({ ...nothing, userAgent: 'python-requests/2.34.0', ja4: requests }), {
    runtime: { id: 'python-requests' },
    by: 'User-Agent',
  });
  t.match(recognise({ ...nothing, ja4: requests }), { runtime: { id: 'python-requests' }, by: 'JA4' });
  const [first, second] = [
    { ...nothing, ja4: shared },
    { ...nothing, ja4: shared, command: ['ruby', 'x.rb'] },
  ];
  t.same(
    recognise(first)?.alternatives.map(({ id }) => id),
    ['ruby'],
    'a collision is said',
  );
  t.match(recognise(second), { runtime: { id: 'ruby' }, alternatives: [] });
});

t.test('ids of runtimes are unique and are the names of their files', async (t) => {
  const ids = RUNTIMES.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
});

t.test('a client that reports success always has one mistake, and not three', async (t) => {
  const found = findMistakes(
    results({
      'untrusted-root': { finding: 'exit-0-after-refusal' },
      'status-500': { finding: 'accepted', observed: observed(1) },
      'body-cut': { finding: 'accepted', observed: observed(1, 'cut') },
    }),
  );
  t.strictSame(
    found.map(({ mistake, scenarios }) => [mistake, scenarios.toSorted()]),
    [['exit-0-after-failure', ['body-cut', 'status-500', 'untrusted-root']]],
  );
});

t.test('a client that still connects when its time is up has a time-out, and no end', async (t) => {
  const connections = Array.from({ length: 3 }, () => connection({}));
  const busy = { finding: 'hung' as const, observed: { queries: [], connections, requests: [] } };
  t.match(findMistakes(results({ expired: busy })), [{ mistake: 'retries-without-end' }]);
  const silent = { ...busy, observed: { ...busy.observed, connections: connections.slice(1) } };
  t.match(findMistakes(results({ expired: silent })), [{ mistake: 'no-time-out' }]);
});

t.test('ten requests at once for one score are retries without an end', async (t) => {
  const many = { verdict: 'advisory' as const, finding: 'too-many-retries' as const };
  t.match(findMistakes(results({ 'status-500': { ...many, observed: observed(10) } })), [
    { mistake: 'retries-without-end', scenarios: ['status-500'] },
  ]);
  t.strictSame(findMistakes(results({ 'status-500': { ...many, observed: observed(4) } })), []);
});

t.test('what Ruby and PHP accept by themselves is no comparison of names in the client', async (t) => {
  t.strictSame(findMistakes(results(leaks('ip-address-as-dns-name'))), []);
  t.match(findMistakes(results(leaks('ip-address-as-dns-name', 'name-as-prefix'))), [
    { mistake: 'name-check-home-made', scenarios: ['name-as-prefix', 'ip-address-as-dns-name'] },
  ]);
});
