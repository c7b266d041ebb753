import type { Certificate, Facts, Health, Observation } from './api-types.ts';

/** A recorded run: what the page shows without a harness behind it. */
export interface Fixture {
  facts: Facts | null;
  health: Health | null;
  events: Observation[];
  /** Certificates that were read, by their DER in base64. */
  chains?: { ders: string[]; chain: (Certificate | null)[] }[];
}

/** Reads the fixture of a name. A name that is none gives an empty page. */
export async function loadFixture(name: string): Promise<Fixture> {
  const response = /^[a-z0-9-]+$/.test(name) ? await fetch(`/page/fixtures/${name}.json`) : null;
  if (response?.ok !== true) return { facts: null, health: null, events: [] };
  return response.json();
}
