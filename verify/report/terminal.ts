import { stripVTControlCharacters } from 'node:util';
import type { Diagnosis } from '../diagnosis/mistakes.ts';
import type { ScenarioReport } from '../verdict.ts';

/** One line of the table that `verify` prints. Plain text: colours are the command's own affair. */
export interface TerminalRow {
  verdict: ScenarioReport['verdict'];
  /** Its failure is accepted by `--baseline`. */
  known: boolean;
  scenario: string;
  expected: string;
  /** The finding, where there is one, and what the client did. */
  did: string;
  left: string;
}

/** The head of the table, in the order of a row's cells. */
export const TERMINAL_HEAD = ['', 'scenario', 'expected', 'the client', 'left it'] as const;

/** The rows of the table, in the order of `results`. */
export function terminalRows(
  results: readonly ScenarioReport[],
  known: readonly string[] = [],
): TerminalRow[] {
  return results.map(({ verdict, scenario, expectation, finding, reason, left }) => ({
    verdict,
    known: known.includes(scenario),
    scenario,
    expected: expectation,
    did: stripVTControlCharacters(
      finding === null || finding === 'skipped' ? reason : `${finding}: ${reason}`,
    ),
    left,
  }));
}

/** Scenarios that a diagnosis names before it only counts the rest. */
const MOST_NAMES = 4;

/**
 * Three lines for each mistake: what it is and where to look, what is right, and what proves it. Empty where the
 * verdicts support none.
 */
export function describeDiagnosis(diagnosis: readonly Diagnosis[]): string[] {
  return diagnosis.flatMap(({ mistake, certain, title, scenarios, change }) => {
    const [look, rest] = splitSentence(change);
    const more = scenarios.length > MOST_NAMES ? `, and ${scenarios.length - MOST_NAMES} more` : '';
    return [
      `${mistake}: ${title}${certain ? '' : ' (likely; run all scenarios to be sure)'}. ${look}`,
      `  ${rest}`,
      `  Proved by: ${scenarios.slice(0, MOST_NAMES).join(', ')}${more}.`,
      '',
    ];
  });
}

/** The first sentence of a text, and the others. A point inside of a name such as `.curlrc` ends no sentence. */
function splitSentence(text: string): [string, string] {
  const end = text.search(/\. (?=[A-Z])/);
  return end < 0 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 2)];
}

/** Results without a verdict that are shown with all that is known of them. */
const MOST_UNDECIDED = 5;
/** Lines of what a client printed that are shown from its beginning, and as many from its end. */
const MOST_LINES = 3;

/** What is known of the results that say nothing: what was seen, and how the client's error output begins and ends. */
export function describeUndecided(results: readonly ScenarioReport[]): string[] {
  const undecided = results.filter(
    ({ verdict, evidence }) => verdict === 'inconclusive' && evidence.length > 0,
  );
  const shown = undecided
    .slice(0, MOST_UNDECIDED)
    .flatMap(({ scenario, evidence, stderrTail }) => [
      `? ${scenario}`,
      ...evidence.map((line) => `  ${line}`),
      ...beginningAndEnd(stderrTail).map((line) => `  it said: ${line}`),
      '',
    ]);
  const more = undecided.length - MOST_UNDECIDED;
  return more > 0
    ? [...shown, `… and ${more} more without a verdict; the reports have them all.`, '']
    : shown;
}

function beginningAndEnd(text: string): string[] {
  const lines = stripVTControlCharacters(text)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (lines.length <= 2 * MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), '…', ...lines.slice(-MOST_LINES)];
}

/** A line for each reason for which scenarios were skipped, the most frequent first. */
export function describeSkipped(results: readonly ScenarioReport[]): string[] {
  const counts = new Map<string, number>();
  for (const { verdict, reason } of results)
    if (verdict === 'skipped') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} skipped: ${reason}`);
}
