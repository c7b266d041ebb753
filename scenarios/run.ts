import { setTimeout as wait } from 'node:timers/promises';
import { silentLogger } from '../common/logger.ts';
import { type ObservationSummary, summarize } from '../common/observation-summary.ts';
import { tryInstallation } from '../harness/installation.ts';
import { startWorld, type World } from '../harness/world.ts';
import type { Authority } from '../pki/authority.ts';
import { arrivedAt } from './destinations.ts';
import { createReferenceClient } from './reference-client.ts';
import {
  type ClientScenario,
  type ConfigurationScenario,
  describeOne,
  describeSees,
  destinationsOf,
  expectedSees,
  isConfiguration,
  type Scenario,
  type Sees,
} from './scenario.ts';

/** What became of one scenario with the reference client. */
export interface ScenarioResult {
  scenario: string;
  group: string;
  expectation: string;
  /** Did everything happen as the scenario describes it? */
  ok: boolean;
  expected: string;
  seen: string;
  /** Why it is not ok; empty where it is. */
  problem: string;
  durationMs: number;
  observed: ObservationSummary;
}

export interface RunOptions {
  authority: Authority;
}

/** Builds the scenario's world, lets the reference client work in it, and compares with what is described. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioResult> {
  const start = performance.now();
  const finding = await (isConfiguration(scenario)
    ? tryConfiguration(scenario, options)
    : tryClient(scenario, options)
  ).catch((error: unknown) => failedToRun(error));
  return {
    scenario: scenario.name,
    group: scenario.group,
    expectation: scenario.expectation,
    ok: finding.problem === '',
    expected: isConfiguration(scenario) ? scenario.refused : describeSees(scenario),
    durationMs: Math.round(performance.now() - start),
    ...finding,
  };
}

type Finding = Pick<ScenarioResult, 'seen' | 'problem' | 'observed'>;

const NOTHING_OBSERVED: ObservationSummary = { queries: [], connections: [], requests: [] };

function failedToRun(error: unknown): Finding {
  const sentence = error instanceof Error ? error.message : String(error);
  return {
    seen: 'no world',
    problem: `the world could not be built: ${sentence}`,
    observed: NOTHING_OBSERVED,
  };
}

async function tryConfiguration(
  scenario: ConfigurationScenario,
  { authority }: RunOptions,
): Promise<Finding> {
  const { refused, says, given } = scenario;
  const { refusal, advice } = await tryInstallation(given, authority);
  const found = (seen: string, problem: string): Finding => ({ seen, problem, observed: NOTHING_OBSERVED });
  if (refusal === null) return found('accepted', 'the router was taken into service');
  const { reason, message, remedy } = refusal;
  if (reason !== refused) return found(reason, `refused for another reason: ${message}`);
  const advised = advice.flatMap(({ sentence, suggestion = '' }) => [sentence, suggestion]);
  const isSaid = [message, remedy, ...advised].some((text) => text.includes(says));
  return found(reason, isSaid ? '' : `nothing in the refusal says "${says}": ${message} ${remedy}`);
}

async function tryClient(scenario: ClientScenario, { authority }: RunOptions): Promise<Finding> {
  const world = await startWorld(scenario.world, { authority, log: silentLogger, tapWire: true });
  try {
    const seen = await followFlow(scenario, world);
    await world.idle();
    const observed = summarize(world.observations.all());
    return {
      seen: seen.map(describeOne).join(', '),
      problem: compare(scenario, seen, observed, world),
      observed,
    };
  } finally {
    await world.close(0);
  }
}

/** What the reference client saw, an entry for each of its requests. */
async function followFlow(scenario: ClientScenario, world: World): Promise<Sees[]> {
  const client = createReferenceClient(world, scenario);
  const seen: Sees[] = [];
  try {
    for (const step of scenario.flow ?? [{ step: 'request' }]) {
      if (step.step === 'request') seen.push(await client.score());
      if (step.step === 'event') await world.trigger(step.event);
      if (step.step === 'wait-for-expiry') await waitForExpiry(world);
    }
  } finally {
    await client.close();
  }
  return seen;
}

/** Empty where the world behaved as described; otherwise the first difference, as a sentence. */
function compare(scenario: ClientScenario, seen: Sees[], observed: ObservationSummary, world: World): string {
  const expected = expectedSees(scenario);
  for (const [index, sees] of expected.entries()) {
    const was = seen[index];
    if (was === undefined) return `request ${index + 1} was never made`;
    if (describeOne(was) !== describeOne(sees))
      return `expected ${describeOne(sees)}, saw ${describeOne(was)}`;
  }
  const allowed = destinationsOf(scenario);
  const stray = arrivedAt(observed, world.target).find((destination) => !allowed.includes(destination));
  return stray === undefined ? '' : `bytes of the request arrived at ${stray}`;
}

async function waitForExpiry(world: World): Promise<void> {
  const left = world.notAfter.getTime() - Date.now();
  // A certificate is valid through the second that notAfter names (RFC 5280 section 4.1.2.5).
  if (left > -1000) await wait(left + 1000);
}
