import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ClientScenario } from '../../scenarios/scenario.ts';
import type { Client, Lane, Transport } from '../../verify/lane.ts';
import { reportRun } from '../../verify/report/assemble.ts';
import type { GroundTruthClient } from './client.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/** ms after which a client is ended from outside. Each has a time-out of 3 s of its own, Chromium one of 5 s. */
const TOO_LONG = 15_000;

export interface TryOptions {
  clients: readonly GroundTruthClient[];
  scenarios: readonly ClientScenario[];
  transport: Transport;
  /** How many runs at a time; one more than there are cores where left out, as some only wait for silence to end. */
  jobs?: number;
  onOutcome?(scenario: ClientScenario, client: GroundTruthClient, outcome: Outcome): void;
}

/** Outcomes by the name of the scenario, and in each by the name of the client. */
export type Outcomes = ReadonlyMap<string, ReadonlyMap<string, Outcome>>;

/** Tries every client in every scenario, each time in a world of its own. */
export async function tryClients(options: TryOptions): Promise<Outcomes> {
  const { clients, scenarios, transport, onOutcome } = options;
  const outcomes = new Map(scenarios.map(({ name }) => [name, new Map<string, Outcome>()]));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-ground-truth-'));
  try {
    const ready = await prepareAll(clients, folder);
    const silent = runsOf(scenarios.filter(isSilent), ready);
    const lively = runsOf(
      scenarios.filter((scenario) => !isSilent(scenario)),
      ready,
    );
    const work = async (lane: Lane, queues: readonly Iterable<Run>[]): Promise<void> => {
      for (const queue of queues) {
        for (const { scenario, client, command } of queue) {
          const outcome = outcomeOf(reportRun(scenario, await lane.run(scenario, command)));
          outcomes.get(scenario.name)?.set(client.name, outcome);
          onOutcome?.(scenario, client, outcome);
        }
      }
    };
    const jobs = options.jobs ?? os.availableParallelism() + 1;
    // One lane begins with those that only wait, so that the others have the processors meanwhile.
    await Promise.all(
      Array.from({ length: jobs }, (_, index) =>
        inLane(transport, (lane) => work(lane, index === 0 ? [silent, lively] : [lively, silent])),
      ),
    );
    return outcomes;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function inLane(transport: Transport, work: (lane: Lane) => Promise<void>): Promise<void> {
  const lane = await transport.openLane();
  try {
    await work(lane);
  } finally {
    await lane.close();
  }
}

async function prepareAll(clients: readonly GroundTruthClient[], folder: string) {
  return Promise.all(
    clients.map(async (client) => {
      const place = await mkdtemp(path.join(folder, `${client.name}-`));
      const command: Client = { ...(await client.prepare(place)), cwd: place, timeoutMs: TOO_LONG };
      return { client, command };
    }),
  );
}

interface Run {
  scenario: ClientScenario;
  client: GroundTruthClient;
  command: Client;
}

/** All clients in all scenarios, each once, whoever takes them. */
const runsOf = (scenarios: readonly ClientScenario[], ready: readonly Omit<Run, 'scenario'>[]) =>
  scenarios.flatMap((scenario) => ready.map((each): Run => ({ scenario, ...each }))).values();

/** Where the router is silent a client only waits for its own time-out. */
const isSilent = ({ timeoutMs }: ClientScenario): boolean => timeoutMs !== undefined;
