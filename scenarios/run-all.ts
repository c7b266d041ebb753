import os from 'node:os';
import { type RunOptions, runScenario, type ScenarioResult } from './run.ts';
import type { Scenario } from './scenario.ts';

export interface RunAllOptions extends RunOptions {
  /** How many worlds at a time; twice the cores where left out, because scenarios of silence only wait. */
  jobs?: number;
  onResult?(result: ScenarioResult): void;
}

/** Runs scenarios side by side, each in a world of its own, and gives the results in the order of the scenarios. */
export async function runAll(
  scenarios: readonly Scenario[],
  options: RunAllOptions,
): Promise<ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  const queue = scenarios.entries();
  const worker = async (): Promise<void> => {
    for (const [index, scenario] of queue) {
      const result = await runScenario(scenario, options);
      results[index] = result;
      options.onResult?.(result);
    }
  };
  const jobs = Math.min(options.jobs ?? os.availableParallelism() * 2, scenarios.length);
  await Promise.all(Array.from({ length: jobs }, worker));
  return results;
}
