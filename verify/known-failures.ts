import { isProblem } from './report/assemble.ts';
import { FINDINGS, type ScenarioReport } from './verdict.ts';

/** Problems of today held against a report of yesterday. */
export interface ComparedFailures {
  /** New, or worse than they were: these count. */
  fresh: ScenarioReport[];
  /** Names of scenarios that are no worse than they were. */
  known: string[];
  /** Names of scenarios that were a problem and were tried today without one; the report can be written anew. */
  mended: string[];
}

type Result = Pick<ScenarioReport, 'scenario' | 'verdict' | 'finding'>;

/**
 * Separates new failures from known ones (`--baseline FILE`). A known failure that is worse today, by the ranking of the
 * findings, is a new one. Pure.
 */
export function compareFailures(
  yesterday: readonly Result[],
  today: readonly ScenarioReport[],
): ComparedFailures {
  const before = new Map(yesterday.filter(isProblem).map((result) => [result.scenario, result]));
  const problems = today.filter(isProblem);
  const isKnown = (result: ScenarioReport): boolean => {
    const old = before.get(result.scenario);
    return old !== undefined && severity(result) <= severity(old);
  };
  const mended = today.filter(({ scenario, verdict }) =>
    verdict === 'pass' || verdict === 'advisory' ? before.has(scenario) : false,
  );
  return {
    fresh: problems.filter((result) => !isKnown(result)),
    known: problems.filter(isKnown).map(({ scenario }) => scenario),
    mended: mended.map(({ scenario }) => scenario),
  };
}

/** The higher the worse; a finding that this version does not know ranks lowest, so that it is never hidden by. */
function severity({ finding }: Result): number {
  const place = finding === null ? -1 : FINDINGS.indexOf(finding);
  return place < 0 ? 0 : FINDINGS.length - place;
}
