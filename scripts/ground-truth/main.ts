/**
 * `npm run ground-truth`: tries the clients that are installed in every scenario about certificates and handshakes, and
 * writes `docs/ground-truth.json` and `docs/ground-truth.md`. Exit 1 where a client does something else than the
 * catalogue says, 3 where no client could be tried.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chooseTransport } from '../../verify/choose-transport.ts';
import { CLIENTS } from './clients.ts';
import { describeClients, disagreementsIn, type Matrix, toRows } from './matrix.ts';
import { measureTimes } from './measure.ts';
import { groundTruthPage } from './page.ts';
import { SUBJECTS, TRIED } from './subjects.ts';
import { tryClients } from './try-clients.ts';

const DOCS = path.resolve(import.meta.dirname, '../../docs');

const say = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number> {
  const loadBefore = Math.round((os.loadavg()[0] ?? 0) * 10) / 10;
  const present = await describeClients(CLIENTS);
  for (const { name } of CLIENTS) {
    if (!present.some(({ client }) => client.name === name)) say(`${name}: not installed, left out`);
  }
  if (present.length === 0) return 3;
  say('measuring what minting and starting cost');
  const times = await measureTimes();
  const stateDir = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-authority-'));
  const start = performance.now();
  try {
    const transport = await chooseTransport({ via: null, image: null, stateDir, systemTrust: false });
    say(`${present.length} clients, ${TRIED.length} scenarios, via ${transport.via}`);
    const outcomes = await tryClients({
      clients: present.map(({ client }) => client),
      scenarios: TRIED,
      transport,
      onOutcome: progress(present.length * TRIED.length),
    });
    await transport.close();
    const matrix: Matrix = {
      measuredAt: new Date().toISOString(),
      via: transport.via,
      durationMs: Math.round(performance.now() - start),
      machine: { cores: os.availableParallelism(), processor: os.cpus()[0]?.model.trim() ?? '', loadBefore },
      times,
      clients: present.map(({ client: { name, title, shown }, version }) => ({
        name,
        title,
        version,
        command: shown,
      })),
      scenarios: toRows(SUBJECTS, outcomes),
    };
    return await write(matrix);
  } finally {
    await rm(stateDir, { recursive: true, force: true });
  }
}

async function write(matrix: Matrix): Promise<number> {
  await writeFile(path.join(DOCS, 'ground-truth.json'), `${JSON.stringify(matrix, null, 1)}\n`);
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

process.exitCode = await main();
