import { type Diagnosis, MISTAKES } from '../../verify/diagnosis/mistakes.ts';
import { reportRun, reportSkipped, summarizeResults } from '../../verify/report/assemble.ts';
import type { ScenarioReport, VerifyReport } from '../../verify/verdict.ts';
import { run, scenario, TARGET } from './sightings.ts';
import { leaked, process, refused } from './stories.ts';

export const KEY = 'k3y-of-an-endpoint-that-does-not-exist-0123456789';

/** What a hostile or careless client may print: markup, an end of CDATA, escapes of terminals, NUL, its own key. */
export const NASTY = `<script>alert("&'")</script> ]]> \u001b[31mred\u001b[0m \u0000\u0008 | a\`b\`\`c | ${KEY}\n\ttail`;

export const passing = reportRun(scenario(), {
  run: run(60, { stderrTail: 'curl: (60) certificate has expired\n', startedAt: '2026-03-01T12:00:00.005Z' }),
  events: refused,
  processEvents: process(60),
  target: TARGET,
  key: KEY,
});

export const leaking = reportRun(
  scenario({ name: 'untrusted-root', title: 'A root <unknown> to all', group: 'trust', importance: 'high' }),
  { run: run(0, { stderrTail: NASTY }), events: leaked, processEvents: process(0), target: TARGET, key: KEY },
);

export const silent = reportRun(scenario({ name: 'not-yet-valid', importance: 'medium' }), {
  run: run(1),
  events: [],
  processEvents: process(1),
  target: TARGET,
  key: KEY,
});

export const advised = reportRun(
  scenario({
    name: 'revoked-by-crl',
    title: 'The leaf is on a CRL',
    group: 'trust',
    importance: 'low',
    expectation: 'advise',
  }),
  { run: run(0), events: leaked, processEvents: process(0), target: TARGET, key: KEY },
);

export const skipped = reportSkipped(
  scenario({ name: 'dns-silence', group: 'dns' }),
  'behind a proxy it is the proxy that asks DNS',
);

/** A result with some of its fields set. */
export function result(seen: Partial<ScenarioReport>): ScenarioReport {
  return { ...passing, ...seen };
}

/** What a leak in `untrusted-root` shows; certain in nothing but its markup. */
export const DIAGNOSIS: Diagnosis = {
  mistake: 'any-ca-accepted',
  certain: false,
  title: MISTAKES['any-ca-accepted'],
  scenarios: ['untrusted-root'],
  runtime: 'java-httpclient',
  change: 'Look for <b>checkServerTrusted</b>. Then "verify --scenario untrusted-root" must pass.',
};

/** A report of one of each verdict. */
export function report(seen: Partial<VerifyReport> = {}): VerifyReport {
  const results = seen.results ?? [passing, leaking, silent, advised, skipped];
  return {
    client: ['python3', './clients/score|this.py', '--key', '{key}'],
    via: 'netns',
    viaReason: 'user, network and mount namespaces are allowed here',
    tool: { name: 'azureml-fe-mock', version: '0.1.0' },
    startedAt: '2026-03-01T12:00:00.000Z',
    durationMs: 1234,
    baseline: null,
    results,
    summary: summarizeResults(results),
    diagnosis: [],
    known: [],
    ...seen,
  };
}
