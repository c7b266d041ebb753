import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import t, { type Test } from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { type Harness, startHarness } from '../../harness/harness.ts';
import { catalogue } from '../../scenarios/catalogue.ts';
import { missing } from '../support/tools.ts';

/** Why a test of the page is skipped, or false. */
export const noBrowser = (...programs: string[]): string | false => missing('chromium', ...programs);

export const KEY = 'the-key-of-the-page-test';

/** Chromium is asked to do nothing by itself: what it sends is what the page sends. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Longer than the page ever needs, because CI machines are slow (ms). */
const PATIENCE = 45_000;

let browser: Promise<Browser> | null = null;

/** One browser for all tests of a file; starting it is what takes time. It is closed with the file's last test. */
export function launch(): Promise<Browser> {
  if (browser === null) {
    browser = chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
    t.teardown(async () => (await browser)?.close());
  }
  return browser;
}

/** A harness as `start` makes one: with a certificate that can be renewed, and connections whose records are told. */
export function startForPage(
  options: { controlPort?: number; stateDir?: string | null } = {},
): Promise<Harness> {
  return startHarness({
    stateDir: null,
    world: { mountedSecret: true },
    catalogue,
    log: silentLogger,
    key: KEY,
    tapWire: 'few',
    ...options,
  });
}

export interface OpenPage extends AsyncDisposable {
  page: Page;
  context: BrowserContext;
  /** What went wrong in the page: errors, and what its policy refused. */
  problems: string[];
  /** Addresses outside the page's own origin that it asked for. */
  foreign: string[];
}

/** Opens the page of a harness in a browser context of its own. */
export async function openPage(
  browser: Browser,
  address: string,
  { width = 1280, height = 800, dark = false } = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const problems: string[] = [];
  const foreign: string[] = [];
  const { origin } = new URL(address);
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE/.test(message.text()))
      problems.push(message.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) foreign.push(request.url());
  });
  await page.goto(address);
  return { page, context, problems, foreign, [Symbol.asyncDispose]: () => context.close() };
}

/** Fails for each rule of WCAG 2.2 A and AA that the page breaks, with the elements that do. */
export async function expectAccessible(t: Test, page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
  t.strictSame(found, [], `axe finds nothing in ${what}`);
}

/** Fails where something is wider than the window, so that the page would have to be moved sideways. */
export async function expectFits(t: Test, page: Page, what: string): Promise<void> {
  const wider = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
  t.equal(wider, false, `${what} fits into the window`);
}
