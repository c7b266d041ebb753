import os from 'node:os';
import { findScenario } from '../scenarios/catalogue.ts';
import type { ClientScenario, Scenario } from '../scenarios/scenario.ts';
import { applicableScenario, isApplicable, whyNotApplicable } from './applicable.ts';
import { explainBaseline } from './explain-baseline.ts';
import type { Client, Lane, Transport } from './lane.ts';
import { reportRun, reportSkipped, summarizeResults } from './report/assemble.ts';
import type { BaselineAdvice, ScenarioReport, VerifyReport } from './verdict.ts';

export interface VerifyOptions {
  client: Client;
  /** The scenarios that were asked for; the baseline is tried first whether it is among them or not. */
  scenarios: readonly Scenario[];
  transport: Transport;
  /** How many runs at a time; the number of cores where left out. */
  jobs?: number;
  version: string;
  onResult?(result: ScenarioReport): void;
}

const BASELINE = 'valid';

/**
 * Runs a client through scenarios, each in a world of its own, and judges it. A client that cannot score where nothing
 * is wrong is not sent any further: what it did elsewhere would say nothing.
 */
export async function verifyClient(options: VerifyOptions): Promise<VerifyReport> {
  const { client, transport, scenarios, version } = options;
  const start = performance.now();
  const startedAt = new Date().toISOString();
  const { baseline, first, lane } = await tryBaseline(options);
  let results: ScenarioReport[];
  try {
    results = baseline === null ? await runAll(options, lane, first) : withholdAll(scenarios, first);
  } finally {
    await lane.close();
  }
  if (baseline !== null) options.onResult?.(first);
  return {
    client: [client.command, ...client.args],
    via: transport.via,
    viaReason: transport.reason,
    tool: { name: 'azureml-fe-mock', version },
    startedAt,
    durationMs: Math.round(performance.now() - start),
    baseline,
    results,
    summary: summarizeResults(results),
    known: [],
  };
}

async function tryBaseline({ client, transport }: VerifyOptions): Promise<{
  baseline: BaselineAdvice | null;
  first: ScenarioReport;
  lane: Lane;
}> {
  const scenario = applicableScenario(findScenario(BASELINE));
  const lane = await transport.openLane();
  try {
    const result = await lane.run(scenario, client);
    const first = reportRun(scenario, result);
    const baseline =
      first.verdict === 'pass' ? null : explainBaseline(result.target, first.observed, result.run);
    return { baseline, first, lane };
  } catch (error) {
    await lane.close();
    throw error;
  }
}

/** With the baseline failed, nothing else can be said. */
function withholdAll(scenarios: readonly Scenario[], first: ScenarioReport): ScenarioReport[] {
  return withFirst(
    scenarios,
    first,
    scenarios.map((scenario) => {
      const skipped = reportSkipped(
        scenario,
        whyNotApplicable(scenario) ?? 'does not score where nothing is wrong, so it was not tried here',
      );
      return isApplicable(scenario)
        ? { ...skipped, verdict: 'inconclusive' as const, finding: first.finding }
        : skipped;
    }),
  );
}

/** The results in the order of the scenarios; the baseline stands first also where it was not asked for. */
function withFirst(
  scenarios: readonly Scenario[],
  first: ScenarioReport,
  results: ScenarioReport[],
): ScenarioReport[] {
  const at = scenarios.findIndex(({ name }) => name === BASELINE);
  return at < 0 ? [first, ...results] : results.with(at, first);
}

async function runAll(
  options: VerifyOptions,
  firstLane: Lane,
  first: ScenarioReport,
): Promise<ScenarioReport[]> {
  const { scenarios, transport, client, onResult } = options;
  const results: ScenarioReport[] = [];
  const queue: [number, ClientScenario][] = [];
  for (const [index, scenario] of scenarios.entries()) {
    const why = whyNotApplicable(scenario) ?? (isApplicable(scenario) ? transport.skips(scenario) : null);
    if (scenario.name === BASELINE) results[index] = first;
    else if (why !== null) results[index] = reportSkipped(scenario, why);
    else if (isApplicable(scenario)) queue.push([index, scenario]);
    if (results[index] !== undefined) onResult?.(results[index]);
  }
  const pending = queue.values();
  const work = async (lane: Lane): Promise<void> => {
    for (const [index, scenario] of pending) {
      const result = reportRun(scenario, await lane.run(scenario, client));
      results[index] = result;
      onResult?.(result);
    }
  };
  const jobs = Math.min(options.jobs ?? os.availableParallelism(), queue.length);
  const more = Array.from({ length: Math.max(0, jobs - 1) }, async () => {
    const lane = await transport.openLane();
    try {
      await work(lane);
    } finally {
      await lane.close();
    }
  });
  await Promise.all([work(firstLane), ...more]);
  return scenarios.some(({ name }) => name === BASELINE) ? results : [first, ...results];
}
