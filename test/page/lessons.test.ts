import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { type LessonData, readLessons } from '../../scripts/page/read-lessons.ts';
import { expectAccessible, KEY, launch, noBrowser, openPage, startForPage } from './browser.ts';

const skip = noBrowser('bash', 'curl', 'dig', 'openssl', 'python3');
const lessons = await readLessons();

t.setTimeout(900_000);

/** Types a command as the student would, with the key in the environment. */
function type(command: string, cwd: string): Promise<void> {
  // Some of the clients are to fail; what the lesson waits for is what was seen on the wire.
  return new Promise((resolve) =>
    execFile(
      'bash',
      ['-c', command],
      { cwd, env: { ...process.env, SCORING_KEY: KEY }, timeout: 60_000 },
      () => resolve(),
    ),
  );
}

/** Does what a step asks for, by what its page shows. */
async function doStep(t: Test, page: Page, step: LessonData['steps'][number], cwd: string): Promise<void> {
  const { action, command, choose, go, seen } = step;
  if (action !== undefined) {
    const answered = page.waitForResponse((response) => response.request().method() === action.method);
    await page.getByRole('button', { name: action.button, exact: true }).click();
    t.equal(Math.floor((await answered).status() / 100), 2, action.button);
  }
  if (command !== undefined) {
    const shown = await page.locator('.step-card .command pre').first().textContent();
    await type(shown ?? '', cwd);
  }
  if (choose !== undefined) {
    await page.getByLabel(choose.options.find((each) => each !== choose.right) ?? '').check();
    await page.getByText('Not this one. Look again.').waitFor();
    await page.getByLabel(choose.right).check();
  }
  if (go === undefined) return;
  const back = page.url();
  await page.getByRole('link', { name: go.words }).click();
  if (seen.captured === true) {
    await page.getByRole('button', { name: 'Send it' }).click();
    await page.locator('mark').first().waitFor();
  } else {
    await page.locator('a.row:not(.change)').first().click();
    await page.getByRole('list', { name: 'Messages in their order' }).waitFor();
    await page.keyboard.press('o');
    await page.locator('.details').nth(5).waitFor();
  }
  await page.goto(back);
}

for (const lesson of lessons) {
  t.test(`the lesson "${lesson.title}" runs to its end`, { skip }, async (t) => {
    const browser = await launch();
    await using harness = await startForPage({ stateDir: t.testdir() });
    await using open = await openPage(browser, `${harness.controlUrl}/#/lessons/${lesson.name}/1`);
    const { page } = open;
    for (const [index, step] of lesson.steps.entries()) {
      await page.getByRole('heading', { name: step.title, exact: true }).waitFor();
      await page.getByText(/^○ Waiting (to see it on the wire|for your answer)/).waitFor();
      await doStep(t, page, step, t.testdirName);
      await page.getByText('Seen. This step is done.').waitFor();
      t.pass(`${index + 1}. ${step.title}`);
      if (index === 0) await expectAccessible(t, page, 'a step that is done');
      if (index < lesson.steps.length - 1) await page.getByRole('link', { name: 'Next step' }).click();
    }
    await page.reload();
    await page.getByText('Seen. This step is done.').waitFor();
    t.strictSame(open.foreign, []);
  });
}

t.test('of two students each sees only what is their own', { skip }, async (t) => {
  const browser = await launch();
  await using harness = await startForPage({ stateDir: t.testdir() });
  const address = `${harness.controlUrl}/#/lessons`;
  await using first = await openPage(browser, address);
  await using second = await openPage(browser, address);
  for (const [{ page }, number] of [
    [first, '11'],
    [second, '12'],
  ] as const) {
    await page.getByLabel('Several people share this harness').check();
    await page.getByRole('spinbutton').fill(number);
    await page.getByRole('spinbutton').blur();
    await page.getByRole('link', { name: 'The certificate expires' }).click();
    await page.getByText(`--interface 127.0.1.${number}`).waitFor();
  }
  await type((await first.page.locator('.command pre').first().textContent()) ?? '', t.testdirName);
  await first.page.getByText('Seen. This step is done.').waitFor();
  await second.page.evaluate('new Promise((resolve) => setTimeout(resolve, 0))');
  t.equal(await second.page.getByText('Seen. This step is done.').count(), 0, 'it was the other one');
  await type((await second.page.locator('.command pre').first().textContent()) ?? '', t.testdirName);
  await second.page.getByText('Seen. This step is done.').waitFor();
});

t.test('every lesson has what the page shows of it', async (t) => {
  t.equal(lessons.length, 9);
  const folder = path.resolve(import.meta.dirname, '../../page/lessons');
  t.equal(readdirSync(folder).length, lessons.length);
  for (const { name, title, about, minutes, steps } of lessons) {
    t.match(
      { name, title, about, minutes },
      { name: /^[a-z0-9-]+$/, title: String, about: String, minutes: Number },
    );
    t.ok(steps.length >= 2, `${name} has steps`);
    for (const { title: step, hint, text, seen } of steps)
      t.ok(hint.length > 10 && text.length > 10 && Object.keys(seen).length > 0, `${name}: ${step}`);
  }
});
