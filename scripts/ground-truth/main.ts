/**
 * `npm run ground-truth [-- SCENARIO…]`: tries the clients that are installed in every scenario about certificates and
 * handshakes, and writes `docs/ground-truth.json` and `docs/ground-truth.md`. With names, only these are tried, by the
 * clients that are in the file, and the rest is kept: for a scenario that was added.
 *
 * Exit 1 where a client does something else than the catalogue says, 2 for a scenario that is not there, 3 where a
 * client that is needed is not installed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { MockError } from '../../common/errors.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import type { ClientScenario, Scenario } from '../../scenarios/scenario.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import type { GroundTruthClient } from './client.ts';
import { CLIENTS } from './clients.ts';
import { describeClients, disagreementsIn, type Matrix, type MatrixRow, toRows } from './matrix.ts';
import { measureTimes } from './measure.ts';
import { groundTruthPage } from './page.ts';
import { SUBJECTS, TRIED } from './subjects.ts';
import { tryClients } from './try-clients.ts';

const DOCS = path.resolve(import.meta.dirname, '../../docs');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(names: readonly string[]): Promise<number> {
  const isWanted = isNamed(names);
  const known = names.length === 0 ? null : await readMatrix();
  const wanted = known === null ? CLIENTS : CLIENTS.filter(({ name }) => isIn(known.clients, name));
  const loadBefore = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
  const present = await describeClients(wanted);
  const absent = wanted.filter(({ name }) => !present.some(({ client }) => client.name === name));
  for (const { name } of absent) say(`${name}: not installed, left out`);
  if (present.length === 0 || (known !== null && absent.length > 0)) return 3;
  const clients = present.map(({ client }) => client);
  const scenarios = known === null ? TRIED : TRIED.filter(isWanted);
  say(`${clients.length} clients, ${scenarios.length} scenarios`);
  const times = known?.times ?? (await measureTimes());
  const { outcomes, via, durationMs } = await tryAll(clients, scenarios);
  return write({
    measuredAt: new Date().toISOString(),
    via,
    durationMs: known?.durationMs ?? durationMs,
    machine: known?.machine ?? {
      cores: os.availableParallelism(),
      processor: os.cpus()[0]?.model.trim() ?? '',
      loadBefore,
    },
    times,
    clients: present.map(({ client: { name, title, shown }, version }) => ({
      name,
      title,
      version,
      command: shown,
    })),
    scenarios: toRows(SUBJECTS, outcomes).map((row) =>
      row.notTried !== null || outcomes.has(row.scenario)
        ? row
        : { ...row, outcomes: outcomesKept(known, row.scenario) },
    ),
  });
}

const isIn = (list: readonly { name: string }[], name: string): boolean =>
  list.some((each) => each.name === name);

/** @throws MockError SCENARIO_UNKNOWN */
function isNamed(names: readonly string[]): (scenario: Scenario) => boolean {
  const named = new Set(names.map(findScenario));
  return (scenario) => named.has(scenario);
}

const readMatrix = async (): Promise<Matrix> =>
  JSON.parse(await readFile(path.join(DOCS, 'ground-truth.json'), 'utf8'));

const outcomesKept = (known: Matrix | null, name: string): MatrixRow['outcomes'] =>
  known?.scenarios.find(({ scenario }) => scenario === name)?.outcomes ?? {};

async function tryAll(clients: readonly GroundTruthClient[], scenarios: readonly ClientScenario[]) {
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-authority-'));
  const start = performance.now();
  try {
    const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
    const onOutcome = progress(clients.length * scenarios.length);
    const outcomes = await tryClients({ clients, scenarios, transport, onOutcome });
    await transport.close();
    return { outcomes, via: transport.via, durationMs: Math.round(performance.now() - start) };
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

async function write(matrix: Matrix): Promise<number> {
  await writeFile(path.join(DOCS, 'ground-truth.json'), `${JSON.stringify(matrix, null, 2)}\n`);
  await writeFile(path.join(DOCS, 'ground-truth.md'), groundTruthPage(matrix));
  const disagreements = disagreementsIn(matrix.scenarios);
  for (const { scenario, expectation, client, outcome } of disagreements) {
    say(`${scenario}: a right client ${expectation}s; ${client} ${outcome.seen}`);
  }
  say(`${disagreements.length} disagreements; ${Math.round(matrix.durationMs / 1000)} s`);
  return disagreements.length === 0 ? 0 : 1;
}

function progress(total: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    if (done % 100 === 0) say(`${done}/${total}`);
  };
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof MockError)) throw error;
  say(`${error.message}\n${error.remedy}`);
  process.exitCode = 2;
}
