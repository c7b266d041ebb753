import { styleText } from 'node:util';
import type { ScenarioSummary } from '../common/scenario-summary.ts';
import type { ScenarioResult } from '../scenarios/run.ts';
import { plainTable } from './plain-table.ts';

export function listTable(scenarios: ScenarioSummary[], columns?: number): string {
  return plainTable(
    ['scenario', 'group', 'importance', 'client', 'what is wrong'],
    scenarios.map((s) => [s.name, s.group, s.importance, s.expectation, s.title]),
    columns,
  );
}

export function resultTable(results: ScenarioResult[]): string {
  return plainTable(
    ['', 'scenario', 'expected', 'seen', 'ms', ''],
    results.map((result) => [
      result.ok ? styleText('green', 'ok') : styleText('red', 'NOT'),
      result.scenario,
      result.expected,
      result.seen,
      String(result.durationMs),
      result.problem,
    ]),
  );
}
