import os from 'node:os';
import { applicableScenario } from '../scenarios/applicable.ts';
import { findScenario } from '../scenarios/catalogue.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import { diagnose } from './diagnosis/diagnose.ts';
import { explainBaseline } from './explain-baseline.ts';
import type { Client, Lane, Transport } from './lane.ts';
import { planRun, type Step } from './plan-run.ts';
import { reportRun, reportSkipped, reportWithheld, summarizeResults } from './report/assemble.ts';
import type { BaselineAdvice, ScenarioReport, VerifyReport } from './verdict.ts';

export interface VerifyOptions {
  client: Client;
  /** The scenarios that were asked for; the baseline is tried first whether or not it is among them. */
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
 * is wrong is not tried any further: what it did elsewhere would say nothing.
 */
export async function verifyClient(options: VerifyOptions): Promise<VerifyReport> {
  const { client, transport, scenarios, version } = options;
  const start = performance.now();
  const startedAt = new Date().toISOString();
  const steps = planRun(scenarios, transport);
  const { baseline, first, lane } = await tryBaseline(options);
  let asked: ScenarioReport[];
  try {
    asked = baseline === null ? await runSteps(options, steps, lane, first) : withhold(steps, first);
  } finally {
    await lane.close();
  }
  if (baseline !== null) options.onResult?.(first);
  const results = steps.some(isBaseline) ? asked : [first, ...asked];
  return {
    client: [client.command, ...client.args],
    via: transport.via,
    viaReason: transport.reason,
    tool: { name: 'azureml-fe-mock', version },
    startedAt,
    durationMs: Math.round(performance.now() - start),
    baseline,
    diagnosis: diagnose(results, [client.command, ...client.args]),
    results,
    summary: summarizeResults(results),
    known: [],
  };
}

const isBaseline = ({ scenario }: Step): boolean => scenario.name === BASELINE;

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

/** The results of a client that failed the baseline. */
function withhold(steps: readonly Step[], first: ScenarioReport): ScenarioReport[] {
  return steps.map((step) => {
    if (isBaseline(step)) return first;
    if (step.kind === 'skip') return reportSkipped(step.scenario, step.reason);
    return reportWithheld(step.scenario, first.finding);
  });
}

/** Runs the steps in as many lanes as there are jobs. @returns their results in the order of the steps */
async function runSteps(
  { transport, client, jobs, onResult }: VerifyOptions,
  steps: readonly Step[],
  firstLane: Lane,
  first: ScenarioReport,
): Promise<ScenarioReport[]> {
  const results = new Map<Step, ScenarioReport>();
  const finish = (step: Step, result: ScenarioReport): void => {
    results.set(step, result);
    onResult?.(result);
  };
  for (const step of steps) {
    if (isBaseline(step)) finish(step, first);
    else if (step.kind === 'skip') finish(step, reportSkipped(step.scenario, step.reason));
  }
  const toRun = steps.filter((step) => step.kind === 'run').filter((step) => !isBaseline(step));
  const pending = toRun.values();
  const work = async (lane: Lane): Promise<void> => {
    for (const step of pending) {
      finish(step, reportRun(step.scenario, await lane.run(step.scenario, client)));
    }
  };
  const lanes = Math.min(jobs ?? os.availableParallelism(), toRun.length);
  const more = Array.from({ length: Math.max(0, lanes - 1) }, async () => {
    const lane = await transport.openLane();
    try {
      await work(lane);
    } finally {
      await lane.close();
    }
  });
  await Promise.all([work(firstLane), ...more]);
  return steps.flatMap((step) => results.get(step) ?? []);
}
