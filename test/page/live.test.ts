import net from 'node:net';
import tls from 'node:tls';
import t from 'tap';
import { request } from 'undici';
import type { Harness } from '../../harness/harness.ts';
import { expectAccessible, expectFits, KEY, launch, noBrowser, openPage, startForPage } from './browser.ts';

const skip = noBrowser();

// A browser on a machine with other work to do.
t.setTimeout(600_000);

interface Score {
  name?: string;
  ca?: string | null;
  headers?: Record<string, string>;
}

/** Scores with a real TLS connection. @returns the status, or the error's code where it came to none */
async function score(harness: Harness, { name, ca, headers = {} }: Score = {}): Promise<number | string> {
  const { world } = harness;
  const servername = name ?? world.fqdn;
  const socket = tls.connect({
    port: Number(new URL(world.httpsUrl ?? '').port),
    host: '127.0.0.1',
    servername,
    ...(ca === null ? {} : { ca: ca ?? world.caPem }),
  });
  const lines = Object.entries({ host: servername, authorization: `Bearer ${KEY}`, ...headers });
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('secureConnect', () =>
      socket.write(
        `POST /api/v1/endpoint/demo/score HTTP/1.1\r\n${lines
          .map(([field, value]) => `${field}: ${value}\r\n`)
          .join('')}content-length: 14\r\nconnection: close\r\n\r\n{"data":[[1]]}`,
      ),
    );
    socket.once('data', (chunk) => resolve(Number(String(chunk).split(' ')[1])));
  });
}

t.test('a request appears while the page is open, and opens into its ladder', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/`);
  const { page } = open;
  await page.getByText('Nothing has arrived yet').waitFor();
  t.equal(await score(harness), 200);
  const row = page.getByRole('link', { name: /www\.contoso\.com.*answered 200/ });
  await row.click();
  await page.waitForURL(/#\/connection\/1$/);
  const steps = page.getByRole('list', { name: 'Messages in their order' });
  for (const title of [
    'ClientHello',
    'ServerHello',
    'Certificate',
    'ServerKeyExchange',
    'handshake complete',
  ])
    await steps.getByText(title, { exact: true }).first().waitFor();
  await page.getByText('Its key had left, encrypted, to this router.').waitFor();
  await expectAccessible(t, page, 'the ladder');

  await page.keyboard.press('r');
  await page.keyboard.press(' ');
  await page.waitForURL(/#\/connection\/1\/step\/2$/);
  await page.getByText('name asked (SNI)').waitFor();
  await page.getByText(/bytes on the wire/).click();
  await page.getByText('supported_versions').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL(/#\/connection\/1$/);
  await page.keyboard.press('Escape');
  await page.waitForURL(/#\/$/);

  t.match(await score(harness, { ca: null }), /SELF_SIGNED|UNABLE_TO/);
  await page.getByRole('link', { name: /left after the handshake/ }).click();
  await page.getByText('left after the handshake, sent no request').last().waitFor();
  await page.getByText('No byte of a request had left, so no key either.').waitFor();
  t.strictSame(open.problems, []);
  t.strictSame(open.foreign, [], 'nothing is asked of another host');
});

t.test('the certificates that were served are shown with what is wrong with them', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  t.match(await score(harness, { name: 'expired.badfe.test' }), /EXPIRED/);
  await using open = await openPage(browser, `${harness.controlUrl}/#/connection/1/chain`);
  const { page } = open;
  await page.getByText(/It expired (59|6\d) min ago\./).waitFor();
  await page.getByText('RFC 5280 section 4.1.2.5').waitFor();
  const certificates = page.getByRole('list', { name: 'Certificates, leaf first' }).locator('> li');
  t.equal(await certificates.count(), 3, 'leaf, intermediate and root');
  await page.getByRole('button', { name: 'Copy the chain as PEM' }).click();
  await page.getByText('Copied the chain as PEM.').waitFor();
  t.equal(String(await page.evaluate('navigator.clipboard.readText()')).match(/BEGIN CERT/g)?.length, 3);
  await page.getByText('What other clients do here').waitFor();
  await expectAccessible(t, page, 'the chain');
  t.strictSame(open.problems, []);
});

t.test('markup in a name, a header or a certificate is shown as text', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  const evil = '<img src=x onerror=document.title=1>';
  await harness.world.apply({
    certificate: { leaf: { commonName: evil, sans: ['DNS:www.contoso.com', `DNS:${evil}`] } },
  });
  t.equal(await score(harness, { headers: { 'user-agent': evil, 'x-ms-client-request-id': evil } }), 200);
  await using open = await openPage(browser, `${harness.controlUrl}/#/connection/1`);
  const { page } = open;
  await page.getByText(evil).first().waitFor();
  await page.keyboard.press('o');
  await page.getByText('x-ms-client-request-id').waitFor();
  await page.goto(`${harness.controlUrl}/#/connection/1/chain`);
  await page.getByText('onerror=document.title=1').first().waitFor();
  t.equal(await page.locator('img').count(), 0);
  t.strictSame(open.problems, [], 'the policy had nothing to refuse');
});

t.test('the stream goes on after the harness was started again', { skip }, async (t) => {
  const browser = await launch();
  const first = await startForPage();
  const controlPort = Number(new URL(first.controlUrl).port);
  await using open = await openPage(browser, `${first.controlUrl}/`);
  const { page } = open;
  await page.getByText('Live', { exact: true }).last().waitFor();
  t.equal(await score(first), 200);
  await page.getByRole('link', { name: /answered 200/ }).waitFor();
  await first.close(0);
  await page.getByText('Harness is gone').waitFor();
  await using second = await startForPage({ controlPort });
  t.match(await score(second, { ca: null }), /SELF_SIGNED|UNABLE_TO/);
  await page.getByRole('link', { name: /left after the handshake/ }).waitFor();
  t.equal(await page.getByRole('link', { name: /answered 200/ }).count(), 0, 'the other run is over');
});

t.test('a reader who was away is sent what happened meanwhile, once', async (t) => {
  await using harness = await startForPage();
  t.equal(await score(harness), 200);
  await harness.world.idle();
  const all = harness.world.observations.all().map(({ seq }) => seq);
  const read = async (path: string, headers: Record<string, string> = {}): Promise<number[]> => {
    const { body } = await request(`${harness.controlUrl}${path}`, {
      headers: { accept: 'text/event-stream', ...headers },
    });
    let text = '';
    for await (const chunk of body) {
      text += chunk;
      if (text.includes(`id: ${all.at(-1)}\n`)) break;
    }
    body.destroy();
    return Array.from(text.matchAll(/^id: (\d+)$/gm), ([, id]) => Number(id));
  };
  t.strictSame(await read('/observations'), all);
  t.strictSame(await read('/observations?since=3'), all.slice(3));
  t.strictSame(await read('/observations', { 'last-event-id': '5' }), all.slice(5));
  t.strictSame(await read('/observations?since=99999'), all, 'a number of another run counts as none');
  t.strictSame(await read('/observations?since=nonsense'), all);
});

t.test('10 000 visits are listed without drawing them all', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/?fixture=scored`);
  const { page } = open;
  const at = new Date(0).toISOString();
  const events = Array.from({ length: 10_000 }, (_, index) => [
    {
      kind: 'connection-opened',
      connection: index + 1,
      listener: 'https',
      client: `127.0.0.1:${20_000 + index}`,
      local: '127.0.0.1:8443',
      seq: 2 * index + 1,
      at,
      ms: index,
    },
    {
      kind: 'tls-client-hello',
      connection: index + 1,
      offered: { versions: ['TLSv1.2'], cipherSuites: [], alpn: [], sni: `host-${index + 1}.contoso.com` },
      seq: 2 * index + 2,
      at,
      ms: index,
    },
  ]).flat();
  await page.route('**/page/fixtures/many.json', (route) =>
    route.fulfill({ json: { facts: null, health: null, events } }),
  );
  await page.goto(`${harness.controlUrl}/?fixture=many`);
  await page.getByRole('list', { name: '10000 visits, newest first' }).waitFor();
  const rows = page.locator('a.row');
  t.ok((await rows.count()) < 80, `${await rows.count()} rows are drawn`);
  await page.keyboard.press('End');
  await page.getByText('host-1.contoso.com', { exact: true }).first().waitFor();
  t.ok((await rows.count()) < 80);
  const slowest = await page.evaluate(`new Promise((resolve) => {
    const list = document.querySelector('.virtual');
    let last = performance.now(), slowest = 0, frames = 0;
    const frame = (now) => {
      slowest = Math.max(slowest, now - last);
      last = now;
      list.scrollTop += 4000;
      frames += 1;
      if (frames < 40) requestAnimationFrame(frame); else resolve(slowest);
    };
    list.scrollTop = 0;
    requestAnimationFrame(frame);
  })`);
  t.comment(`slowest frame of 40 while scrolling: ${Math.round(Number(slowest))} ms`);
  t.ok(Number(slowest) < 1000, 'no frame stands still');
  await page.getByLabel('Filter visits').fill('host-777.');
  await page.getByRole('list', { name: '1 visits, newest first' }).waitFor();
});

t.test('pausing keeps what arrives back, and going on shows it', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/`, {
    width: 390,
    height: 844,
    dark: true,
  });
  const { page } = open;
  await page.getByRole('button', { name: 'Pause' }).click();
  t.equal(await score(harness), 200);
  await page.getByRole('button', { name: /Go on \([1-9]/ }).waitFor();
  t.equal(await page.locator('a.row').count(), 0);
  await page.getByRole('button', { name: /Go on/ }).click();
  await page.getByRole('link', { name: /answered 200/ }).waitFor();
  await expectFits(t, page, 'the list at 390 px');
  await expectAccessible(t, page, 'the list, dark, at 390 px');
});

t.test('a client that says nothing is a visit too', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/`);
  const socket = net.connect(Number(new URL(harness.world.httpsUrl ?? '').port), '127.0.0.1');
  await open.page.getByRole('link', { name: /handshake in progress/ }).waitFor();
  socket.destroy();
  await open.page.getByRole('link', { name: /broke off the handshake/ }).waitFor();
  t.strictSame(open.problems, []);
});
