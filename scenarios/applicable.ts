import { type ClientScenario, isConfiguration, type Scenario } from './scenario.ts';

/** Why a scenario says nothing about a person's own client, or null where it does. */
export function whyNotApplicable(scenario: Scenario): string | null {
  if (isConfiguration(scenario)) return 'it is about the settings of the router; no client takes part in it';
  if (scenario.client !== undefined)
    return 'it is about properties that only the reference client can be given';
  if (scenario.flow?.some(({ step }) => step !== 'request') ?? false) {
    return 'it changes the world between two requests of one client, which only the reference client waits for';
  }
  return null;
}

/** Whether a person's own client can be judged by the scenario. */
export function isApplicable(scenario: Scenario): scenario is ClientScenario {
  return whyNotApplicable(scenario) === null;
}

/** The scenario as one for clients. @throws Error for one that is not */
export function applicableScenario(scenario: Scenario): ClientScenario {
  if (isApplicable(scenario)) return scenario;
  throw new Error(`${scenario.name} is no world for a client: ${whyNotApplicable(scenario)}`);
}
