/**
 * `npm run field-test:errors [-- CLIENT…]`: takes clients through the scenarios whose errors people search for, and writes
 * what they print into `docs/error-texts.yaml`, from which `npm run generate` makes `docs/errors-clients-print.md`. With
 * names only these clients are tried, and the others' texts are kept.
 *
 * One client runs at a time, so that no time-out comes from the load. Exit 1 where a client is not installed or not
 * known, 2 where a client fails the scenario `valid`: what it prints elsewhere would prove nothing.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageVersion } from '../../cli/version.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import type { Transport } from '../../verify/lane.ts';
import type { VerifyReport } from '../../verify/verdict.ts';
import { errorTextsYaml, readErrorTexts, withPrinted } from '../generate/error-texts.ts';
import { prepareClient } from './prepare.ts';
import { PRINTED_CLIENTS, type PrintedClient, WELL_KNOWN } from './printed-clients.ts';
import { verifyEach } from './verify-each.ts';
import { versionOf } from './versions.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const DATA = path.join(ROOT, 'docs/error-texts.yaml');
const PATIENCE_MS = 15_000;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(names: readonly string[]): Promise<number> {
  const wanted = PRINTED_CLIENTS.filter(({ name }) => names.length === 0 || names.includes(name));
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-field-test-'));
  const stateDir = path.join(folder, 'authority');
  const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
  const unknown = names.filter((name) => !wanted.some((client) => client.name === name));
  for (const name of unknown)
    say(`no client "${name}"; there are ${PRINTED_CLIENTS.map((each) => each.name).join(', ')}`);
  let exit = unknown.length > 0 ? 1 : 0;
  try {
    for (const client of wanted) exit = Math.max(exit, await tryClient(client, { folder, transport }));
    return exit;
  } finally {
    await transport.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tryClient(
  client: PrintedClient,
  { folder, transport }: { folder: string; transport: Transport },
): Promise<number> {
  const prepared = await prepareClient(client, folder);
  if ('missing' in prepared) {
    say(`left out: ${client.title} (${prepared.missing})`);
    return 1;
  }
  const [command = '', ...args] = prepared.command;
  const scenarios = ['valid', ...WELL_KNOWN].map(findScenario);
  const [report] = await verifyEach(
    [{ client: { command, args, cwd: folder, timeoutMs: PATIENCE_MS }, scenarios }],
    { transport, jobs: 1, version: packageVersion() },
  );
  if (report?.results.find(({ scenario }) => scenario === 'valid')?.exitCode !== 0) {
    say(`${client.name} fails where nothing is wrong`);
    return 2;
  }
  const { name, title, shown } = client;
  const version = await versionOf({ client, command: prepared.command });
  const printed = { client: { name, title, version, command: shown }, texts: textsOf(report, client) };
  const order = PRINTED_CLIENTS.map((each) => each.name);
  // Written after each client, so that a run that is ended early has not been for nothing.
  const data = withPrinted(await readErrorTexts(ROOT), printed, order);
  await writeFile(DATA, errorTextsYaml(data));
  say(`${name}: ${new Set([...printed.texts.values()].flat()).size} texts`);
  return 0;
}

/** What it printed where it did not score, by scenario. */
function textsOf({ results }: VerifyReport, { takeTexts }: PrintedClient): Map<string, string[]> {
  const failed = results.filter(({ exitCode, verdict }) => exitCode !== 0 && verdict !== 'skipped');
  return new Map(failed.map(({ scenario, stderrTail }) => [scenario, takeTexts(stderrTail)]));
}

process.exitCode = await main(process.argv.slice(2));
