/**
 * `npm run field-test [-- SCENARIO…]`: runs real clients through the catalogue. Without names it writes both pages:
 * `docs/clients.md`, the clients of `examples/clients` in the whole catalogue, and `docs/ground-truth.md`, clients of
 * other projects in every scenario about certificates and handshakes. With names it tries the clients of
 * `docs/ground-truth.md` in these scenarios only and keeps the other rows: for a scenario that was added.
 *
 * A full run takes about fifteen minutes. Clients that are not installed are left out, and the pages name them. Exit 1
 * where a client of the ground truth disagrees with the catalogue, 2 for an unknown scenario, 3 where a client that is
 * needed is not installed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageVersion } from '../../cli/version.ts';
import { MockError } from '../../common/errors.ts';
import { isApplicable } from '../../scenarios/applicable.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import type { Transport } from '../../verify/lane.ts';
import { measureTimes, timesSection } from '../bench/catalogue-times.ts';
import { type ClientReport, clientsPage } from './clients-page.ts';
import {
  AS_THEY_COME,
  type FieldClient,
  LEFT_TO_THE_LIBRARY,
  RIGHT_CLIENTS,
  WRONG_CLIENTS,
} from './example-clients.ts';
import { GROUND_TRUTH_CLIENTS } from './ground-truth-clients.ts';
import { groundTruthPage, readGroundTruth } from './ground-truth-page.ts';
import { disagreementsIn, type Matrix, SUBJECTS, TRIED, toRows } from './matrix.ts';
import { prepareAll, type ReadyClient } from './prepare.ts';
import { outcomesOf, verifyEach } from './verify-each.ts';
import { versionOf } from './versions.ts';

const DOCS = path.resolve(import.meta.dirname, '../../docs');
const CLIENTS_PAGE = path.join(DOCS, 'clients.md');
const GROUND_TRUTH_PAGE = path.join(DOCS, 'ground-truth.md');

/** s after which a client is ended from outside. Those of the ground truth have a time-out of 3 to 10 s of their own. */
const PATIENCE = { examples: 6, groundTruth: 15 };

interface Place {
  folder: string;
  transport: Transport;
}

interface Entry extends ReadyClient {
  scenarios: readonly Scenario[];
}

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(names: readonly string[]): Promise<number> {
  const named = new Set(names.map(findScenario));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-field-test-'));
  const stateDir = path.join(folder, 'authority');
  const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
  try {
    if (named.size > 0) return await tryAgain({ folder, transport }, named);
    await testExamples({ folder, transport });
    return await testGroundTruth({ folder, transport });
  } finally {
    await transport.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function testExamples(place: Place): Promise<void> {
  const { ready, absent } = await prepareAll(
    [...RIGHT_CLIENTS, ...AS_THEY_COME, ...WRONG_CLIENTS],
    place.folder,
  );
  for (const line of absent) say(`left out: ${line}`);
  const everything = SCENARIOS.filter(isApplicable);
  const leftToTheLibrary = ['valid', ...LEFT_TO_THE_LIBRARY].map(findScenario);
  const measuredAt = new Date().toISOString();
  const reports = await takeThrough(
    ready.map((each) => ({
      ...each,
      scenarios: AS_THEY_COME.includes(each.client) ? leftToTheLibrary : everything,
    })),
    place,
    PATIENCE.examples,
  );
  const pick = (list: readonly FieldClient[]): ClientReport[] =>
    reports.filter(({ client }) => list.includes(client));
  const page = clientsPage({
    right: pick(RIGHT_CLIENTS),
    asTheyCome: pick(AS_THEY_COME),
    wrong: pick(WRONG_CLIENTS),
    absent,
    measuredAt,
    via: place.transport.via,
    patience: PATIENCE.examples,
  });
  await writeFile(CLIENTS_PAGE, page);
}

async function testGroundTruth(place: Place): Promise<number> {
  const loadBefore = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
  const { ready, absent } = await prepareAll(GROUND_TRUTH_CLIENTS, place.folder);
  for (const line of absent) say(`left out: ${line}`);
  if (ready.length === 0) return 3;
  const times = timesSection(await measureTimes());
  const start = performance.now();
  const reports = await tryIn(TRIED, ready, place);
  const seconds = Math.round((performance.now() - start) / 1000);
  const date = new Date().toISOString().slice(0, 10);
  return writeGroundTruth({
    clients: reports.map(({ client: { name, title, shown }, version }) => ({
      name,
      title,
      version,
      command: shown,
    })),
    measured: `Tried on ${date} via ${place.transport.via}, in ${seconds} s on ${os.availableParallelism()} cores (load before: ${loadBefore}).`,
    times,
    scenarios: toRows(SUBJECTS, outcomesOf(reports)),
  });
}

/** Tries single scenarios with the clients that the page has. */
async function tryAgain(place: Place, named: ReadonlySet<Scenario>): Promise<number> {
  const known = readGroundTruth(await readFile(GROUND_TRUTH_PAGE, 'utf8'));
  const wanted = GROUND_TRUTH_CLIENTS.filter(({ name }) =>
    known.clients.some((client) => client.name === name),
  );
  const { ready, absent } = await prepareAll(wanted, place.folder);
  for (const line of absent) say(`needed for the row: ${line}`);
  if (absent.length > 0) return 3;
  const scenarios = TRIED.filter((scenario) => named.has(scenario));
  const fresh = outcomesOf(await tryIn(scenarios, ready, place));
  const names = new Set(scenarios.map(({ name }) => name));
  const outcomes = known.scenarios.map(
    ({ scenario, outcomes: kept }) =>
      [scenario, (names.has(scenario) && fresh.get(scenario)) || kept] as const,
  );
  return writeGroundTruth({ ...known, scenarios: toRows(SUBJECTS, new Map(outcomes)) });
}

const tryIn = (
  scenarios: readonly Scenario[],
  ready: readonly ReadyClient[],
  place: Place,
): Promise<ClientReport[]> =>
  takeThrough(
    ready.map((each) => ({ ...each, scenarios })),
    place,
    PATIENCE.groundTruth,
  );

async function takeThrough(
  entries: readonly Entry[],
  place: Place,
  patience: number,
): Promise<ClientReport[]> {
  // The last one waits longest, so it is the first to begin.
  const inOrder = entries.toReversed();
  const reports = await verifyEach(
    inOrder.map(({ command: [command = '', ...args], scenarios }) => ({
      client: { command, args, cwd: place.folder, timeoutMs: patience * 1000 },
      scenarios,
    })),
    {
      transport: place.transport,
      jobs: os.availableParallelism() * 2,
      version: packageVersion(),
      onReport: (index, { summary }) => say(`${inOrder[index]?.client.name}: ${summary.failed} failed`),
    },
  );
  const described = await Promise.all(
    inOrder.map(async (entry, index) => {
      const report = reports[index];
      return report === undefined ? [] : [{ client: entry.client, version: await versionOf(entry), report }];
    }),
  );
  return described.flat().toReversed();
}

async function writeGroundTruth(matrix: Matrix): Promise<number> {
  await writeFile(GROUND_TRUTH_PAGE, groundTruthPage(matrix));
  const disagreements = disagreementsIn(matrix.scenarios);
  for (const { scenario, expectation, client, outcome } of disagreements) {
    say(`${scenario}: a right client ${expectation}s; ${client} ${outcome.seen}`);
  }
  say(`${disagreements.length} disagreements`);
  return disagreements.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof MockError)) throw error;
  say(`${error.message}\n${error.remedy}`);
  process.exitCode = 2;
}
