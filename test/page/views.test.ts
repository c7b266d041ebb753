import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { expectAccessible, expectFits, launch, noBrowser, openPage, startForPage } from './browser.ts';
import { sampleReport } from './sample-report.ts';

const skip = noBrowser();

// A browser on a machine with other work to do.
t.setTimeout(600_000);
const fixtures = readdirSync(path.resolve(import.meta.dirname, '../../page/fixtures')).map((name) =>
  name.replace(/\.json$/, ''),
);

/** Each view with what shows that it is there. */
const VIEWS = [
  ['#/', 'Nothing has arrived yet'],
  ['#/scenarios', 'chain-without-root'],
  ['#/scenarios/expired', 'What other clients do here'],
  ['#/state', 'Change a setting'],
  ['#/wire', 'What others can see'],
  ['#/lessons', 'Several people share this harness'],
  ['#/lessons/certificate-expires/1', 'A right client refuses'],
  ['#/lessons/certificate-expires/1/present', 'Leave the presenter view'],
  ['#/verdicts', 'Choose a report'],
] as const;

for (const [width, dark] of [
  [390, false],
  [1920, true],
] as const) {
  t.test(
    `every view fits and is accessible, ${width} px, ${dark ? 'dark' : 'light'}`,
    { skip },
    async (t) => {
      const browser = await launch();
      await using harness = await startForPage();
      await using open = await openPage(browser, `${harness.controlUrl}/`, { width, height: 1000, dark });
      for (const [address, words] of VIEWS) {
        await open.page.goto(`${harness.controlUrl}/${address}`);
        await open.page.getByText(words).first().waitFor();
        await expectFits(t, open.page, address);
        await expectAccessible(t, open.page, address);
      }
      t.strictSame(open.problems, []);
      t.strictSame(open.foreign, []);
    },
  );
}

t.test('every fixture opens with its ladder, on a projector too', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/?fixture=scored`);
  const { page } = open;
  for (const fixture of fixtures) {
    await page.goto(`${harness.controlUrl}/?fixture=${fixture}`);
    await page.locator('a.row:not(.change)').first().click();
    await page.getByRole('list', { name: 'Messages in their order' }).waitFor();
    await page.keyboard.press('o');
    await page.locator('.details').first().waitFor();
    await page.keyboard.press('p');
    await expectFits(t, page, fixture);
    await expectAccessible(t, page, fixture);
    await page.keyboard.press('p');
  }
  t.strictSame(open.problems, []);
});

t.test('a scenario is served and left by keyboard alone', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/`);
  const { page } = open;
  await page.getByText('Nothing has arrived yet').waitFor();
  await page.keyboard.press('s');
  await page.getByText('chain-without-root').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('expired a-year');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  const serve = page.getByRole('button', { name: /Serve it at/ });
  await serve.waitFor();
  await tabTo(serve);
  await page.keyboard.press('Enter');
  await page.getByText('The harness serves this scenario now.').waitFor();
  t.equal(harness.scenarios.current(), 'expired-a-year-ago');
  const back = page.getByRole('button', { name: 'Back to normal' });
  await tabTo(back);
  await page.keyboard.press('Enter');
  await page.getByText('No scenario').waitFor();
  t.equal(harness.scenarios.current(), null);

  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await expectAccessible(t, page, 'the list of keys');
  await page.keyboard.press('Escape');
  t.equal(await page.getByRole('dialog').count(), 0);

  /** Moves the focus with Tab until it is there. */
  async function tabTo(wanted: typeof serve): Promise<void> {
    const text = await wanted.textContent();
    for (let pressed = 0; pressed < 400; pressed += 1) {
      if ((await page.evaluate('document.activeElement.textContent')) === text) return;
      await page.keyboard.press('Tab');
    }
    t.fail('it cannot be reached with Tab');
  }
});

t.test('settings, secret and records are changed from the page', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/#/state`);
  const { page } = open;
  const before = harness.world.served?.fingerprint;
  await page.getByRole('button', { name: 'Replace the secret' }).click();
  await page.locator('dd.mono strong').waitFor();
  t.equal(harness.world.served?.fingerprint, before, 'a renewed secret waits');
  t.ok(harness.world.waitingSecret);
  await page.getByRole('button', { name: 'Update the extension' }).click();
  await page.getByText('a renewed secret waits here').waitFor();
  t.not(harness.world.served?.fingerprint, before, 'and is served after the update');
  await page.getByRole('spinbutton', { name: 'TTL in seconds' }).fill('17');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await page.getByRole('cell', { name: '17 s' }).waitFor();
  await page.getByLabel('Value', { exact: true }).fill('not a name');
  await page.getByRole('button', { name: 'Update', exact: true }).click();
  await page.getByRole('alert').waitFor();
  await expectAccessible(t, page, 'a refusal');
  await page.getByRole('alert').getByRole('button').click();
  t.equal(open.problems.filter((each) => !/status of 4/.test(each)).length, 0);
});

t.test('the key is shown only after a click, and never in an address', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/#/scenarios/expired`);
  const { page } = open;
  const asked: string[] = [];
  page.on('request', (sent) => asked.push(sent.url()));
  const show = page.getByRole('button', { name: 'Show the key' });
  await show.waitFor();
  t.notOk((await page.content()).includes(harness.world.key));
  await show.click();
  await page.getByText(harness.world.key).waitFor();
  await page.getByRole('button', { name: 'Hide the key' }).click();
  t.notOk((await page.content()).includes(harness.world.key));
  t.notOk([page.url(), ...asked].some((each) => each.includes(harness.world.key)));
});

t.test(
  'what others can see is captured, with key and body marked in clear and nowhere in TLS',
  { skip },
  async (t) => {
    const browser = await launch();
    await using harness = await startForPage();
    await using open = await openPage(browser, `${harness.controlUrl}/#/wire`);
    const { page } = open;
    await page.getByRole('button', { name: 'Send it' }).click();
    const clear = page.getByRole('region', { name: 'Plain HTTP' });
    await clear.locator('mark').first().waitFor();
    const [key = '', body = ''] = await clear.locator('mark').allTextContents();
    t.match(key, /^invented-/);
    t.match(body, /invented/);
    const hidden = page.getByRole('region', { name: 'TLS 1.2' });
    await hidden.getByText('ServerKeyExchange').waitFor();
    const read = await hidden.textContent();
    for (const secret of [key, body, '/score']) t.notOk(read?.includes(secret), 'not in what TLS shows');
    t.ok(read?.includes('www.contoso.com'), 'the host name is');
    await expectAccessible(t, page, 'what others can see');
    t.strictSame(open.problems, []);
  },
);

t.test('a report is dropped onto the page, and a visit is saved as one file', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage();
  await using open = await openPage(browser, `${harness.controlUrl}/#/verdicts`);
  const { page } = open;
  const file = path.join(t.testdir(), 'report.json');
  await writeFile(file, JSON.stringify(sampleReport));
  await page.getByLabel('Choose a report').setInputFiles(file);
  await page.getByRole('heading', { name: 'The client does not verify certificates' }).waitFor();
  await expectAccessible(t, page, 'a report');
  await page.getByRole('link', { name: 'expired' }).first().click();
  await page.getByRole('list', { name: 'Messages in their order' }).getByText('ClientHello').waitFor();
  await expectAccessible(t, page, 'a scenario of a report');

  await page.goto(`${harness.controlUrl}/?fixture=expired`);
  await page.locator('a.row:not(.change)').first().click();
  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as one file' }).click(),
  ]);
  const frozen = path.join(t.testdir(), 'visit.html');
  await saved.saveAs(frozen);
  await page.goto(`file://${frozen}`);
  await page.locator('a.row:not(.change)').first().click();
  await page.getByText('alert certificate_expired').waitFor();
  await page.getByRole('link', { name: 'Certificates', exact: true }).click();
  await page.getByText(/It expired/).waitFor();
  t.strictSame(open.problems, []);
});
