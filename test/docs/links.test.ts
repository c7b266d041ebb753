import { access } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { allTokens, anchorsOf, type Page, parsePage, ROOT, readPages } from './markdown.ts';

const pages = await readPages();

t.test('every link inside the repository leads somewhere, to the heading that it names', async (t) => {
  t.strictSame(await brokenLinks(pages), []);
});

t.test('the index of the documentation leads to every page of it', async (t) => {
  const index = pages.find(({ file }) => file === 'docs/README.md');
  const linked =
    index === undefined
      ? []
      : linksOf(index).map((href) => path.posix.join('docs', href.split('#')[0] ?? ''));
  const missing = pages
    .map(({ file }) => file)
    .filter((file) => file.startsWith('docs/') && file !== 'docs/README.md')
    .filter((file) => !linked.includes(file) && !linked.includes(`${path.posix.dirname(file)}/`));
  t.strictSame(missing, []);
});

t.test('a link to no file, to no heading and to a renamed one is found', async (t) => {
  const text =
    '# One `two`\n\n[a](gone.md) [b](#one-two) [c](#three) [d](x.md#four) [e](https://example.com/x)';
  const broken = await brokenLinks([parsePage('docs/x.md', text)]);
  t.strictSame(broken, ['docs/x.md: gone.md', 'docs/x.md: #three', 'docs/x.md: x.md#four']);
});

function linksOf(page: Page): string[] {
  return allTokens(page).flatMap((token) =>
    token.type === 'link' || token.type === 'image' ? [String(token.href)] : [],
  );
}

/** @returns `page: link` of each that leads nowhere */
async function brokenLinks(among: readonly Page[]): Promise<string[]> {
  const broken: string[] = [];
  for (const page of among) {
    for (const href of linksOf(page)) {
      if (/^[a-z]+:/.test(href)) continue;
      const [target = '', anchor] = decodeURI(href).split('#');
      const file = target === '' ? page.file : path.posix.join(path.posix.dirname(page.file), target);
      const known = among.find((other) => other.file === file);
      const isThere =
        known !== undefined ||
        (await access(path.join(ROOT, file)).then(
          () => true,
          () => false,
        ));
      const hasAnchor = anchor === undefined || known === undefined || anchorsOf(known).has(anchor);
      if (!isThere || !hasAnchor) broken.push(`${page.file}: ${href}`);
    }
  }
  return broken;
}
