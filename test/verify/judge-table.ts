import t from 'tap';
import type { ObservationSummary } from '../../common/observation-summary.ts';
import type { ClientScenario } from '../../scenarios/scenario.ts';
import { judge } from '../../verify/judge.ts';
import type { ClientRun, Verdict } from '../../verify/verdict.ts';
import { observed, scenario, targetOf } from './sightings.ts';

/** One case for the judge. What `in` and `saw` leave out is the scenario `expired` and a good DNS answer. */
export interface Row {
  says: string;
  in?: Partial<ClientScenario>;
  saw: Partial<ObservationSummary>;
  run: ClientRun;
  verdict: Verdict['verdict'];
  finding: Verdict['finding'];
  reason: RegExp;
}

/** Holds the judge against a table, a test a row. */
export function judgeAll(rows: readonly Row[]): void {
  for (const row of rows) {
    t.test(row.says, async (t) => {
      const verdict = judge({
        scenario: scenario(row.in),
        observed: observed(row.saw),
        run: row.run,
        target: targetOf(row.in?.world),
      });
      t.equal(verdict.verdict, row.verdict);
      t.equal(verdict.finding, row.finding);
      t.match(verdict.reason, row.reason);
    });
  }
}
