import type { Probe } from './endpoints.ts';

/** What a sequence of probe results has come to. */
export interface ProbeState {
  passing: boolean;
  /** Results in a row that speak against `passing`. */
  against: number;
}

/**
 * Before its first result a probe counts as passing, so that a router which has just started scores at once. A real
 * pod is unready until its readiness probe has passed, but by then its deployment is reported as ready, and that is
 * the moment from which a client's life is played here.
 */
export const INITIAL_PROBE_STATE: ProbeState = { passing: true, against: 0 };

/**
 * Takes one result into account as Kubernetes does: `failure_threshold` failures in a row make a probe fail, and
 * `success_threshold` successes in a row make it pass again (deployment YAML schema, ProbeSettings).
 */
export function nextProbeState(state: ProbeState, probe: Probe, succeeded: boolean): ProbeState {
  if (succeeded === state.passing)
    return state.against === 0 ? state : { passing: state.passing, against: 0 };
  const against = state.against + 1;
  const threshold = state.passing ? probe.failureThreshold : probe.successThreshold;
  return against >= threshold ? { passing: succeeded, against: 0 } : { passing: state.passing, against };
}
