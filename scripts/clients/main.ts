/**
 * `npm run clients`: takes every client of `examples/clients` through the whole catalogue and writes `docs/clients.md`.
 * `npm run clients -- NAME…` tries only these and keeps the reports of the others from the last run (in the system's
 * temporary folder).
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type ExampleClient, RIGHT_CLIENTS, WRONG_CLIENTS } from './list.ts';
import { type ClientReport, clientsPage } from './page.ts';
import { prepareClient } from './prepare.ts';
import { versionOf } from './versions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const reports = path.join(os.tmpdir(), 'azureml-fe-mock-client-reports');
const only = process.argv.slice(2);

await mkdir(reports, { recursive: true });
const right = await reportAll(RIGHT_CLIENTS);
const wrong = await reportAll(WRONG_CLIENTS);
await writeFile(path.join(root, 'docs/clients.md'), clientsPage(right, wrong));
process.stdout.write('wrote docs/clients.md\n');

async function reportAll(clients: readonly ExampleClient[]): Promise<ClientReport[]> {
  const all: ClientReport[] = [];
  for (const client of clients) {
    const prepared = await prepareClient(client, root);
    if ('missing' in prepared) {
      process.stderr.write(`left out: ${client.title}: ${prepared.missing}\n`);
      continue;
    }
    const file = path.join(reports, `${client.name}.json`);
    if (only.length === 0 || only.includes(client.name) || !existsSync(file))
      verify(client, prepared.command, file);
    const { name, title } = client;
    const command = client.command.join(' ').replace('{python}', 'python3').replace('{build}', client.name);
    const report = JSON.parse(await readFile(file, 'utf8'));
    all.push({ name, title, version: versionOf(name, prepared.command), command, report });
  }
  return all;
}

function verify({ title }: ExampleClient, command: string[], file: string): void {
  process.stderr.write(`${title} …\n`);
  const state = path.join(reports, 'state');
  const args = [
    'cli/main.ts',
    'verify',
    '--timeout',
    '8',
    '--state',
    state,
    '--report',
    `json=${file}`,
    '--',
    ...command,
  ];
  const ran = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  // 1 is a client that was found wanting, which is what this is for.
  if (ran.status !== 0 && ran.status !== 1) throw new Error(ran.stderr);
}
