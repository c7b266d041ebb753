import { printOfKey, redactKey } from '../../common/key-print.ts';
import { type ObservationSummary, summarize } from '../../common/observation-summary.ts';
import type { Observation } from '../../common/observations.ts';
import type { ClientTarget } from '../../harness/resolve-world.ts';
import type { ClientScenario, Scenario } from '../../scenarios/scenario.ts';
import { describeWhatLeft } from '../judge/what-left.ts';
import { judge } from '../judge.ts';
import { buildTimeline, type ProcessEvent } from '../timeline.ts';
import type { ClientRun, ReportSummary, ScenarioReport, VerifyReport } from '../verdict.ts';

/** What one run of a client left behind. */
export interface RunResult {
  run: ClientRun;
  events: readonly Observation[];
  /** Start and end of the client's process, on the clock of the events. */
  processEvents: readonly ProcessEvent[];
  target: ClientTarget;
  /** The bearer key that the client was given; wherever the client printed it, the report has its print. */
  key: string;
}

/** Judges one run and gathers everything that the report says about it. Pure. */
export function reportRun(scenario: ClientScenario, result: RunResult): ScenarioReport {
  const { events, processEvents, target, key } = result;
  const run = redactRun(result.run, key);
  const observed = summarize(events);
  const verdict = judge({ scenario, observed, run, target, keyPrint: printOfKey(key) });
  return {
    ...describeScenario(scenario),
    ...verdict,
    left: describeWhatLeft(observed, target),
    startedAt: run.startedAt ?? null,
    exitCode: run.exitCode,
    durationMs: run.durationMs,
    stderrTail: run.stderrTail,
    observed,
    timeline: buildTimeline(events, processEvents),
  };
}

function redactRun(run: ClientRun, key: string): ClientRun {
  const lastLine = run.lastLine === null ? null : redactKey(run.lastLine, key);
  return { ...run, lastLine, stderrTail: redactKey(run.stderrTail, key) };
}

/** The report of a scenario that was not run, with the reason. */
export function reportSkipped(scenario: Scenario, reason: string): ScenarioReport {
  return {
    ...describeScenario(scenario),
    verdict: 'skipped',
    finding: 'skipped',
    reason,
    left: 'nothing',
    evidence: [],
    startedAt: null,
    exitCode: null,
    durationMs: 0,
    stderrTail: '',
    observed: { queries: [], connections: [], requests: [] } satisfies ObservationSummary,
    timeline: [],
  };
}

/** The report of a scenario that was not run because the client failed the baseline with `finding`. */
export function reportWithheld(scenario: Scenario, finding: ScenarioReport['finding']): ScenarioReport {
  const reason = 'does not score where nothing is wrong, so it was not tried here';
  return { ...reportSkipped(scenario, reason), verdict: 'inconclusive', finding };
}

function describeScenario({ name, title, group, importance, expectation, lesson }: Scenario) {
  return { scenario: name, title, group, importance, expectation, lesson };
}

/** Counts the verdicts. */
export function summarizeResults(results: readonly ScenarioReport[]): ReportSummary {
  const count = (verdict: ScenarioReport['verdict']): number =>
    results.filter((result) => result.verdict === verdict).length;
  return {
    passed: count('pass'),
    failed: count('fail'),
    advisory: count('advisory'),
    inconclusive: count('inconclusive'),
    skipped: count('skipped'),
  };
}

/** Is a result something else than what is expected of a right client? */
export function isProblem({ verdict }: Pick<ScenarioReport, 'verdict'>): boolean {
  return verdict === 'fail' || verdict === 'inconclusive';
}

/** Whether `verify` may exit 0: something was tried, and there is no problem but those that are known. */
export function isAsExpected({ results, known }: Pick<VerifyReport, 'results' | 'known'>): boolean {
  const tried = results.some(({ verdict }) => verdict !== 'skipped');
  return tried && results.every((result) => !isProblem(result) || known.includes(result.scenario));
}

const ORDER: readonly ScenarioReport['verdict'][] = ['fail', 'inconclusive', 'advisory', 'pass', 'skipped'];
const IMPORTANCES: readonly string[] = ['critical', 'high', 'medium', 'low'];

/** The results in the order in which a person wants to read them: failures first, the important ones before others. */
export function failuresFirst(results: readonly ScenarioReport[]): ScenarioReport[] {
  return [...results].sort(
    (a, b) =>
      ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) ||
      IMPORTANCES.indexOf(a.importance) - IMPORTANCES.indexOf(b.importance),
  );
}

/** One line over all results: `3 failed, 1 inconclusive, 66 passed`. */
export function describeSummary(summary: ReportSummary): string {
  const { failed, inconclusive, advisory, passed, skipped } = summary;
  const parts = [
    [failed, 'failed'],
    [inconclusive, 'inconclusive'],
    [passed, 'passed'],
    [advisory, 'advisory'],
    [skipped, 'skipped'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return said.length === 0 ? 'nothing was tried' : said.join(', ');
}
