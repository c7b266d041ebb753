import type { Scenario } from '../../scenarios/scenario.ts';
import type { Client, Transport } from '../../verify/lane.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { verifyClient } from '../../verify/verify.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** A client, and what it is to be taken through. */
export interface Trial {
  client: Client;
  scenarios: readonly Scenario[];
}

export interface EachOptions {
  transport: Transport;
  /** How many clients at a time. */
  jobs: number;
  version: string;
  /** Called when one is through. */
  onReport?(index: number, report: VerifyReport): void;
}

/**
 * Verifies many clients, several at a time and each in one lane, which is opened once and used by one client after
 * another. The reports come in the order of the trials.
 */
export async function verifyEach(trials: readonly Trial[], options: EachOptions): Promise<VerifyReport[]> {
  const { transport, jobs, version, onReport } = options;
  const reports: VerifyReport[] = [];
  const queue = trials.entries();
  const work = async (): Promise<void> => {
    const lane = await transport.openLane();
    const theLane = { run: lane.run.bind(lane), close: async () => undefined };
    const oneLane: Transport = { ...transport, openLane: async () => theLane };
    try {
      for (const [index, { client, scenarios }] of queue) {
        const report = await verifyClient({ client, scenarios, transport: oneLane, jobs: 1, version });
        reports[index] = report;
        onReport?.(index, report);
      }
    } finally {
      await lane.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, trials.length) }, work));
  return reports;
}

/** What each client did in each scenario, whatever is expected of it. */
export function outcomesOf(
  reports: readonly { client: { name: string }; report: VerifyReport }[],
): Map<string, Record<string, Outcome>> {
  const outcomes = new Map<string, Record<string, Outcome>>();
  for (const { client, report } of reports) {
    for (const result of report.results) {
      const row = outcomes.get(result.scenario) ?? {};
      row[client.name] = outcomeOf(result);
      outcomes.set(result.scenario, row);
    }
  }
  return outcomes;
}
