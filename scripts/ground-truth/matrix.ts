import type { Expectation, Scenario } from '../../scenarios/scenario.ts';
import { isApplicable, whyNotApplicable } from '../../verify/applicable.ts';
import type { GroundTruthClient } from './client.ts';
import type { Times } from './measure.ts';
import type { Outcome } from './outcome.ts';
import type { Outcomes } from './try-clients.ts';

/** What `docs/ground-truth.json` holds. */
export interface Matrix {
  /** ISO 8601. */
  measuredAt: string;
  /** How the clients got into the worlds: `netns`, `proxy`. */
  via: string;
  durationMs: number;
  machine: { cores: number; processor: string; loadBefore: number };
  times: Times;
  clients: { name: string; title: string; version: string; command: string }[];
  scenarios: MatrixRow[];
}

export interface MatrixRow {
  scenario: string;
  group: string;
  expectation: Expectation;
  /** Why no client but the reference client can be tried here, or null where the others were. */
  notTried: string | null;
  /** By the name of the client. */
  outcomes: Record<string, Outcome>;
}

export function toRows(scenarios: readonly Scenario[], outcomes: Outcomes): MatrixRow[] {
  return scenarios.map((scenario) => ({
    scenario: scenario.name,
    group: scenario.group,
    expectation: scenario.expectation,
    notTried: isApplicable(scenario) ? null : whyNotApplicable(scenario),
    outcomes: Object.fromEntries(outcomes.get(scenario.name) ?? []),
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

/** The installed clients with their versions. */
export async function describeClients(
  clients: readonly GroundTruthClient[],
): Promise<{ client: GroundTruthClient; version: string }[]> {
  const found = await Promise.all(
    clients.map(async (client) => ({ client, version: await client.version() })),
  );
  return found.flatMap(({ client, version }) => (version === null ? [] : [{ client, version }]));
}
