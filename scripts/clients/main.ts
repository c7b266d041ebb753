/**
 * `npm run clients`: takes every client of `examples/clients` through the whole catalogue, those with nothing set through
 * what a library decides, and writes `docs/clients.md`. It takes ten minutes, most of which a client that never gives up
 * is waited for. Clients whose language is not installed are left out, and the page says so.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { packageVersion } from '../../cli/version.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import { isApplicable } from '../../verify/applicable.ts';
import { chooseTransport } from '../../verify/choose-transport.ts';
import {
  AS_THEY_COME,
  type ExampleClient,
  LEFT_TO_THE_LIBRARY,
  RIGHT_CLIENTS,
  WRONG_CLIENTS,
} from './list.ts';
import { type ClientReport, clientsPage } from './page.ts';
import { prepareClient } from './prepare.ts';
import { verifyEach } from './verify-each.ts';
import { versionOf } from './versions.ts';

const PAGE = path.resolve(import.meta.dirname, '../../docs/clients.md');

/** s after which a client is ended from outside; the right ones have a time-out of 3 s of their own. */
const PATIENCE = 6;

interface Entry {
  client: ExampleClient;
  command: string[];
  scenarios: readonly Scenario[];
}

const everything = SCENARIOS.filter(isApplicable);
const leftToTheLibrary = ['valid', ...LEFT_TO_THE_LIBRARY].map(findScenario);
const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-clients-'));
try {
  const { entries, absent } = await prepareAll();
  const measuredAt = new Date().toISOString();
  const { reports, via } = await takeThrough(entries);
  const pick = (list: readonly ExampleClient[]): ClientReport[] =>
    reports.filter(({ client }) => list.includes(client));
  const page = clientsPage({
    right: pick(RIGHT_CLIENTS),
    asTheyCome: pick(AS_THEY_COME),
    wrong: pick(WRONG_CLIENTS),
    absent,
    measuredAt,
    via,
    patience: PATIENCE,
  });
  await writeFile(PAGE, page);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function prepareAll(): Promise<{ entries: Entry[]; absent: string[] }> {
  const entries: Entry[] = [];
  const absent: string[] = [];
  for (const client of [...RIGHT_CLIENTS, ...AS_THEY_COME, ...WRONG_CLIENTS]) {
    const prepared = await prepareClient(client, folder);
    if ('missing' in prepared) absent.push(`${client.title} (${prepared.missing})`);
    else {
      const scenarios = AS_THEY_COME.includes(client) ? leftToTheLibrary : everything;
      entries.push({ client, command: prepared.command, scenarios });
    }
  }
  for (const line of absent) say(`left out: ${line}`);
  return { entries, absent };
}

async function takeThrough(entries: readonly Entry[]): Promise<{ reports: ClientReport[]; via: string }> {
  const stateDir = path.join(folder, 'authority');
  const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
  // The last one waits longest, so it is the first to begin.
  const inOrder = entries.toReversed();
  try {
    const reports = await verifyEach(
      inOrder.map(({ command: [command = '', ...args], scenarios }) => ({
        client: { command, args, cwd: folder, timeoutMs: PATIENCE * 1000 },
        scenarios,
      })),
      {
        transport,
        jobs: os.availableParallelism() * 2,
        version: packageVersion(),
        onReport: (index, { summary }) => say(`${inOrder[index]?.client.name}: ${summary.failed} failed`),
      },
    );
    const described = await Promise.all(
      inOrder.map(async ({ client, command }, index) => {
        const report = reports[index];
        return report === undefined ? [] : [{ client, version: await versionOf(client, command), report }];
      }),
    );
    return { reports: described.flat().toReversed(), via: transport.via };
  } finally {
    await transport.close();
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
