import { isApplicable, whyNotApplicable } from '../../scenarios/applicable.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import {
  type ClientScenario,
  destinationsOf,
  type Expectation,
  type Group,
  type Scenario,
} from '../../scenarios/scenario.ts';
import type { Outcome } from './outcome.ts';

/** Groups that are decided before a request is sent; the others depend on the program and not on its library. */
const GROUPS: readonly Group[] = ['baseline', 'identity', 'validity', 'trust', 'protocol'];

/**
 * Every scenario of the ground truth, in the order of the catalogue. One whose fault comes with the answer is left out: its
 * request is answered before a client can refuse anything.
 */
export const SUBJECTS: readonly Scenario[] = SCENARIOS.filter(
  (scenario) =>
    GROUPS.includes(scenario.group) && !(isApplicable(scenario) && refusedAfterItsRequest(scenario)),
);

function refusedAfterItsRequest(scenario: ClientScenario): boolean {
  return scenario.expectation === 'reject' && destinationsOf(scenario).includes('router');
}

/** Those that a client other than the reference client can be tried with. */
export const TRIED: readonly ClientScenario[] = SUBJECTS.filter(isApplicable);

/** What `docs/ground-truth.md` holds. */
export interface Matrix {
  clients: { name: string; title: string; version: string; command: string }[];
  /** When, how, and on what machine it was measured: a sentence. */
  measured: string;
  /** What starting the worlds costs: the section "Time". */
  times: string;
  scenarios: MatrixRow[];
}

export interface MatrixRow {
  scenario: string;
  group: string;
  expectation: Expectation;
  /** Why only the reference client can be tried here, or null where the others were. */
  notTried: string | null;
  /** By the name of the client. */
  outcomes: Record<string, Outcome>;
}

/** Outcomes by the name of the scenario, and in each by the name of the client. */
export type Outcomes = ReadonlyMap<string, Record<string, Outcome>>;

export function toRows(scenarios: readonly Scenario[], outcomes: Outcomes): MatrixRow[] {
  return scenarios.map((scenario) => ({
    scenario: scenario.name,
    group: scenario.group,
    expectation: scenario.expectation,
    notTried: isApplicable(scenario) ? null : whyNotApplicable(scenario),
    outcomes: outcomes.get(scenario.name) ?? {},
  }));
}

/** What one client did in one scenario. */
export interface Sighting {
  scenario: string;
  expectation: Expectation;
  client: string;
  outcome: Outcome;
}

const sightingsIn = (rows: readonly MatrixRow[]): Sighting[] =>
  rows.flatMap(({ scenario, expectation, outcomes }) =>
    Object.entries(outcomes).map(([client, outcome]) => ({ scenario, expectation, client, outcome })),
  );

const REQUIRED: Readonly<Record<Expectation, Outcome['outcome'] | null>> = {
  accept: 'accepted',
  reject: 'refused',
  advise: null,
};

/** Where a client did something else than the catalogue says a right client does. Pure. */
export function disagreementsIn(rows: readonly MatrixRow[]): Sighting[] {
  return sightingsIn(rows).filter(
    ({ expectation, outcome }) => ![null, outcome.outcome].includes(REQUIRED[expectation]),
  );
}

/** Where either is right and a client did neither: it sent its request and did not score, or did not connect at all. Pure. */
export function halfwayIn(rows: readonly MatrixRow[]): Sighting[] {
  return sightingsIn(rows).filter(
    ({ expectation, outcome }) => expectation === 'advise' && outcome.outcome === 'neither',
  );
}
