import { stripVTControlCharacters } from 'node:util';
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

/** A line for each reason for which scenarios were skipped, the most frequent first. */
export function describeSkipped(results: readonly ScenarioReport[]): string[] {
  const counts = new Map<string, number>();
  for (const { verdict, reason } of results)
    if (verdict === 'skipped') counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} skipped: ${reason}`);
}
