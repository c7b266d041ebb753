import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import GithubSlugger from 'github-slugger';
import { lexer, type Token, walkTokens } from 'marked';

export const ROOT = path.resolve(import.meta.dirname, '../..');
const LEFT_OUT = /(^|\/)(node_modules|dist|coverage|\.git|\.tap|\.azureml-fe-mock)(\/|$)/;

/** A Markdown file of the repository. */
export interface Page {
  /** From the root of the repository. */
  file: string;
  text: string;
  tokens: Token[];
}

export function parsePage(file: string, text: string): Page {
  return { file, text, tokens: lexer(text) };
}

/** Every Markdown file that is the repository's own. */
export async function readPages(): Promise<Page[]> {
  const pages: Page[] = [];
  const walk = async (dir: string): Promise<void> => {
    const entries = await readdir(path.join(ROOT, dir), { withFileTypes: true });
    for (const entry of entries) {
      const file = path.posix.join(dir, entry.name);
      if (LEFT_OUT.test(file)) continue;
      if (entry.isDirectory()) await walk(file);
      else if (file.endsWith('.md'))
        pages.push(parsePage(file, await readFile(path.join(ROOT, file), 'utf8')));
    }
  };
  await walk('.');
  return pages.sort((a, b) => a.file.localeCompare(b.file, 'en'));
}

/** Every token of a page, those inside others too. */
export function allTokens({ tokens }: Page): Token[] {
  const all: Token[] = [];
  walkTokens(tokens, (token) => {
    all.push(token);
  });
  return all;
}

/** What a link may have after its `#`: the slugs of the headings, as GitHub makes them, and the ids set by hand. */
export function anchorsOf(page: Page): Set<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  for (const token of allTokens(page)) {
    if (token.type === 'heading') anchors.add(slugger.slug(plainText(token.tokens ?? [])));
  }
  for (const [, id = ''] of page.text.matchAll(/<a id="([^"]+)">/g)) anchors.add(id);
  return anchors;
}

/** What a reader sees of some tokens, without the marks. */
function plainText(tokens: Token[]): string {
  return tokens
    .map((token) =>
      'tokens' in token && token.tokens !== undefined ? plainText(token.tokens) : textOf(token),
    )
    .join('');
}

const textOf = (token: Token): string => ('text' in token ? String(token.text) : token.raw);
