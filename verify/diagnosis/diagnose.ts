import type { ScenarioReport, VerifyReport } from '../verdict.ts';
import { describeChange } from './describe-change.ts';
import { DECISIVE, findMistakes } from './find-mistakes.ts';
import { type Diagnosis, MISTAKES } from './mistakes.ts';
import { type Recognised, recognise } from './recognise.ts';

/**
 * The mistakes of a client, the most dangerous first, with what to change in its runtime. Pure.
 *
 * @param client the command and its arguments, as typed
 */
export function diagnose(results: readonly ScenarioReport[], client: readonly string[]): Diagnosis[] {
  const runtime = recogniseClient(results, client)?.runtime ?? null;
  const ranking = Object.keys(MISTAKES);
  return findMistakes(results)
    .sort((a, b) => ranking.indexOf(a.mistake) - ranking.indexOf(b.mistake))
    .map(({ mistake, certain, scenarios }) => ({
      mistake,
      certain,
      title: MISTAKES[mistake],
      scenarios,
      runtime: runtime?.id ?? null,
      change: describeChange(mistake, runtime, proofOf(scenarios)),
    }));
}

/** The scenario to try again: one that decides, where one is among them. */
function proofOf(scenarios: readonly string[]): string {
  const decisive = Object.values(DECISIVE).flat();
  return scenarios.find((scenario) => decisive.includes(scenario)) ?? scenarios[0] ?? 'valid';
}

/** The runtime of a client, from what was seen of it in any scenario. */
export function recogniseClient(
  results: readonly ScenarioReport[],
  client: readonly string[],
): Recognised | null {
  const requests = results.flatMap(({ observed }) => observed.requests);
  const userAgent = requests.find((request) => request.userAgent !== null)?.userAgent ?? null;
  const ja4 = results.flatMap(({ observed }) => observed.connections).find(({ offered }) => offered !== null)
    ?.offered?.ja4;
  return recognise({ ja4: ja4 ?? null, userAgent, command: client });
}

/** The failures of a report that no mistake explains. */
export function unexplained({
  results,
  diagnosis,
}: Pick<VerifyReport, 'results' | 'diagnosis'>): ScenarioReport[] {
  const explained = new Set(diagnosis.flatMap(({ scenarios }) => scenarios));
  return results.filter(({ verdict, scenario }) => verdict === 'fail' && !explained.has(scenario));
}

/** What a mistake means for the verdict on the client: it is new, accepted by `--baseline`, or advice. */
export type Standing = 'new' | 'known' | 'advice';

/** Whether a mistake makes `verify` fail. Advice is one in whose scenarios nothing failed, such as a key in the URL. */
export function standingOf(
  { scenarios }: Diagnosis,
  { results, known }: Pick<VerifyReport, 'results' | 'known'>,
): Standing {
  const failed = results.filter(
    ({ verdict, scenario }) => verdict === 'fail' && scenarios.includes(scenario),
  );
  if (failed.length === 0) return 'advice';
  return failed.every(({ scenario }) => known.includes(scenario)) ? 'known' : 'new';
}
