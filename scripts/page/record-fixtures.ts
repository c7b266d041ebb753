import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { silentLogger } from '../../common/logger.ts';
import type { Observation } from '../../common/observations.ts';
import { type Harness, startHarness } from '../../harness/harness.ts';
import { catalogue } from '../../scenarios/catalogue.ts';
import { servedIn } from './served.ts';

/**
 * Records the fixtures of the page, `page/fixtures/NAME.json`, from a harness and real clients: each one a state of the
 * page that can be opened with `?fixture=NAME`. Needs curl and dig.
 *
 *   node scripts/page/record-fixtures.ts
 */
const folder = path.resolve(import.meta.dirname, '../../page/fixtures');

type Client = (harness: Harness) => Promise<void>;

const run = (command: string, ...args: string[]): Promise<void> =>
  // What a client says and how it exits is part of what is recorded, not a failure of the recording.
  new Promise((resolve) => execFile(command, args, { timeout: 20_000 }, () => resolve()));

const score =
  (host: string | null, ...options: string[]): Client =>
  async ({ world }) => {
    const name = host ?? world.fqdn;
    const { port } = new URL(world.httpsUrl ?? '');
    const where = ['--resolve', `${name}:${port}:127.0.0.1`];
    const body = ['-H', `Authorization: Bearer ${world.key}`, '-d', '{"data":[[1,2,3]]}'];
    await run(
      'curl',
      '-s',
      ...options,
      ...where,
      ...body,
      `https://${name}:${port}/api/v1/endpoint/demo/score`,
    );
  };

const ask: Client = async ({ world }) =>
  run('dig', `@${world.dns.address}`, '-p', String(world.dns.port), world.fqdn, 'A');

const FIXTURES: Record<string, Client[]> = {
  scored: [ask, async (harness) => score(null, '--cacert', harness.ready().caFile ?? '')(harness)],
  expired: [
    async (harness) => score('expired.badfe.test', '--cacert', harness.ready().caFile ?? '')(harness),
  ],
  'unknown-authority': [score(null)],
  'key-left': [score('expired.badfe.test', '-k')],
  'tls13-only': [score(null, '-k', '--tlsv1.3')],
  'plain-http': [
    async ({ world }) => {
      const { port } = new URL(world.httpsUrl ?? '');
      await run('curl', '-s', '-H', 'Authorization: Bearer invented', `http://127.0.0.1:${port}/score`);
    },
  ],
  'name-unknown': [
    async (harness) => {
      harness.world.dns.setFault(harness.world.fqdn, { fault: 'nxdomain' });
      await ask(harness);
    },
  ],
};

await mkdir(folder, { recursive: true });
for (const [name, clients] of Object.entries(FIXTURES)) {
  await using harness = await startHarness({
    stateDir: path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../.azureml-fe-mock')),
    world: {},
    catalogue,
    log: silentLogger,
    key: 'recorded',
    tapWire: 'few',
  });
  for (const client of clients) await client(harness);
  await harness.world.idle();
  await writeFile(
    path.join(folder, `${name}.json`),
    `${JSON.stringify(await fixtureOf(harness), null, 1)}\n`,
  );
}

/** What the page needs in place of a harness: events, and the certificates in them as they were read. */
async function fixtureOf(harness: Harness): Promise<object> {
  const events: Observation[] = [...harness.world.observations.all()];
  const get = async (route: string, init?: RequestInit): Promise<unknown> =>
    (await fetch(`${harness.controlUrl}${route}`, init)).json();
  const facts = {
    ...((await get('/page/facts')) as object),
    run: 'recorded',
    cli: 'azureml-fe-mock',
    caFile: null,
  };
  const health = await get('/health');
  const chains = await Promise.all(
    servedIn(events).map(async (ders) => ({
      ders,
      chain: await get('/page/certificates', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ certificates: ders }),
      }),
    })),
  );
  return { facts, health, events, chains };
}
