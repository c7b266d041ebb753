import { isApplicable } from '../scenarios/applicable.ts';
import { destinationsOf, type Scenario } from '../scenarios/scenario.ts';

/** How a service is brought to score, where the client is one: it is started, awaited, and ended when it has scored. */
export interface ServiceSpec {
  /** A URL that answers, or a text that is printed, once the service is ready; null takes a started one for ready. */
  ready: string | null;
  /** Words for a shell that make the service score, and whose exit status says whether it did; null waits for it. */
  trigger: string | null;
  /** ms that the service is watched: after the trigger, or in place of one. */
  settleMs: number;
}

/** ms in which a service that needs no trigger has to have scored. */
const SETTLE_MS = 5000;

/** The settings as a person gave them, with the defaults filled in. Pure. */
export function serviceSpec(given: { ready?: string; trigger?: string; settle?: number }): ServiceSpec {
  const { ready = null, trigger = null, settle } = given;
  return { ready, trigger, settleMs: settle ?? (trigger === null ? SETTLE_MS : 0) };
}

/**
 * Why nothing can be said about a service in a scenario: without a trigger it has no exit status, so what it makes of an
 * answer, and whether it ever gives up, stays unseen. What leaves it is seen all the same. Pure.
 */
export function whyNotForService(scenario: Scenario, { trigger }: ServiceSpec): string | null {
  if (trigger !== null || !isApplicable(scenario)) return null;
  if (scenario.timeoutMs !== undefined || scenario.name.startsWith('stall-'))
    return 'a service without --trigger does not show whether it gives up waiting';
  const isRedirect = scenario.world.httpFault?.fault === 'redirect';
  const isAboutTheAnswer = scenario.expectation === 'reject' && destinationsOf(scenario).includes('router');
  return isAboutTheAnswer && !isRedirect
    ? 'a service without --trigger does not show what it makes of an answer'
    : null;
}
