import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { silentLogger } from '../../common/logger.ts';
import { type Harness, startHarness } from '../../harness/harness.ts';
import { catalogue } from '../../scenarios/catalogue.ts';

/**
 * Makes the pictures of docs/the-page.md from a running page with real clients. Needs chromium, curl and dig.
 *
 *   node scripts/page/pictures.ts [FOLDER]
 */
const folder = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../docs/pictures'));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
];

const run = (command: string, ...args: string[]): Promise<void> =>
  new Promise((resolve) => execFile(command, args, { timeout: 20_000 }, () => resolve()));

await mkdir(folder, { recursive: true });
const stateDir = path.resolve(import.meta.dirname, '../../.azureml-fe-mock');
await using harness = await startHarness({
  stateDir,
  world: { mountedSecret: true },
  catalogue,
  log: silentLogger,
  key: 'invented-for-the-pictures',
  tapWire: 'few',
});
await visit(harness);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
try {
  await take('live', '#/', 'a.row');
  await take('live-dark', '#/', 'a.row', { dark: true });
  const expired = await connectionOf('expired.badfe.test');
  await take('ladder', `#/connection/${expired}`, '.verdict', { height: 860 });
  await take('ladder-phone', `#/connection/${expired}`, '.verdict', { width: 390, height: 844 });
  await take('chain', `#/connection/${expired}/chain`, '.certificate', { height: 900 });
  await take('scenario', '#/scenarios/expired', '.clients', { height: 900 });
  await take('state', '#/state', '.renewal', { height: 900 });
  await take('wire', '#/wire', 'button.primary', {
    height: 900,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Send it' }).click();
      await page.locator('mark').first().waitFor();
    },
  });
  await take('lesson', '#/lessons/certificate-expires/1', '.step-card');
} finally {
  await browser.close();
}

/** The clients that the pictures show. */
async function visit({ world, ready }: Harness): Promise<void> {
  const { port } = new URL(world.httpsUrl ?? '');
  const trust = ['--cacert', ready().caFile ?? ''];
  const key = ['-H', `Authorization: Bearer ${world.key}`];
  const score = (host: string, ...options: string[]): Promise<void> => {
    const uri = `https://${host}:${port}/api/v1/endpoint/demo/score`;
    const where = ['--resolve', `${host}:${port}:127.0.0.1`];
    return run('curl', '-s', ...where, '-d', '{"data":[[1,2,3]]}', ...options, uri);
  };
  await run('dig', `@${world.dns.address}`, '-p', String(world.dns.port), world.fqdn);
  await score(world.fqdn, ...trust, ...key);
  await score(world.fqdn, ...trust, '-H', 'Authorization: Bearer wrong');
  await score(world.fqdn, ...key);
  await score(world.fqdn, ...trust, ...key, '--tlsv1.3');
  await score('expired.badfe.test', ...trust, ...key);
  await score('expired.badfe.test', '-k', ...key);
  await score('stall-after-server-hello.badfe.test', '-m', '2', ...trust, ...key);
  await run('curl', '-s', ...key, `http://127.0.0.1:${port}/score`);
  await run('dig', `@${world.dns.address}`, '-p', String(world.dns.port), 'missing.contoso.com');
  await world.idle();
}

/** Number of the first connection that asked for a name. */
async function connectionOf(name: string): Promise<number> {
  const hello = await harness.world.observations.waitFor(
    (seen) => seen.kind === 'tls-client-hello' && seen.offered.sni === name,
  );
  return 'connection' in hello ? hello.connection : 0;
}

interface Shot {
  width?: number;
  height?: number;
  dark?: boolean;
  prepare?: (page: Page) => Promise<void>;
}

async function take(name: string, address: string, wanted: string, shot: Shot = {}): Promise<void> {
  const { width = 1280, height = 720, dark = false, prepare } = shot;
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' });
  // The address of this checkout is nothing for a picture.
  await page.route('**/page/facts', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), cli: 'azureml-fe-mock' } });
  });
  await page.goto(`${harness.controlUrl}/${address}`);
  await page.locator(wanted).first().waitFor();
  await prepare?.(page);
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.close();
}
