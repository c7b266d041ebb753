import { readFile } from 'node:fs/promises';
import path from 'node:path';
import dictionary from 'dictionary-en-gb';
import type { Token } from 'marked';
import nspell from 'nspell';
import t from 'tap';
import { SCENARIOS } from '../../scenarios/index.ts';
import { type Page, parsePage, readPages } from './markdown.ts';

/** Words of the field and names that no dictionary has, one a line. */
const WORD_LIST = path.resolve(import.meta.dirname, 'words.txt');

/** Names of scenarios stand in the prose like words. */
const SCENARIO_NAMES = new Set(SCENARIOS.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]));

const speller = nspell({ aff: Buffer.from(dictionary.aff), dic: Buffer.from(dictionary.dic) });
const ownWords = (await readFile(WORD_LIST, 'utf8')).split('\n').filter((word) => word !== '');
for (const word of ownWords) speller.add(word);

t.test('every word of the documentation is in the dictionary or in test/docs/words.txt', async (t) => {
  const wrong = (await readPages()).flatMap((page) =>
    misspelled(page).map((word) => `${page.file}: ${word} (${speller.suggest(word).slice(0, 3).join(', ')})`),
  );
  t.strictSame(wrong, []);
});

t.test('the word list is in order, has no word twice and none that the dictionary has', async (t) => {
  t.strictSame(
    ownWords,
    [...new Set(ownWords)].sort((a, b) => a.localeCompare(b, 'en')),
  );
  const bare = nspell({ aff: Buffer.from(dictionary.aff), dic: Buffer.from(dictionary.dic) });
  t.strictSame(
    ownWords.filter((word) => bare.correct(word)),
    [],
  );
});

t.test(
  'a misspelled word is found in a heading, a table, a list and a link, and nowhere in code',
  async (t) => {
    const text = [
      '# Hedaing',
      '',
      '| tabel | `codde` |',
      '|---|---|',
      '| cel | x |',
      '',
      '- itme and [lnik](gonee.md) of the client’s TLS and sslCname, 8 443',
      '',
      '```sh',
      'eckho',
      '```',
      '<!-- commnet -->',
    ].join('\n');
    t.strictSame(misspelled(parsePage('x.md', text)), ['Hedaing', 'tabel', 'cel', 'itme', 'lnik']);
  },
);

/** The words of a page's prose that are in neither list, each once. */
function misspelled(page: Page): string[] {
  const words = withoutCommands(prose(page.tokens)).split(/\s+/).map(trimmed);
  const parts = words.filter((word) => !isName(word)).flatMap((word) => word.split('-').map(trimmed));
  const plain = parts.map((part) => part.replace('’', "'").replace(/(?<=s)'$|'s$/, ''));
  return [...new Set(plain)].filter((word) => word.length > 1 && !isName(word) && !speller.correct(word));
}

/** A command in quotation marks is recognised by its options and files. */
const withoutCommands = (text: string): string => text.replace(/"[^"\n]*(?:[ "]-{1,2}\w|=)[^"\n]*"/g, ' ');

const trimmed = (word: string): string => word.replace(/^[^\p{L}\d_./$-]+|[^\p{L}\d_]+$/gu, '');

/** Settings, files, hosts, options, abbreviations: no dictionary has them, and code knows how they are spelled. */
function isName(word: string): boolean {
  return (
    SCENARIO_NAMES.has(word) ||
    /[\d_$/=@#:<>(){}*.\\]|^-/.test(word) ||
    /\p{Ll}\p{Lu}/u.test(word) ||
    /^\p{Lu}[\p{Lu}-]+s?$/u.test(word)
  );
}

function prose(tokens: readonly Token[]): string {
  return tokens.map(proseOf).join(' ');
}

function proseOf(token: Token): string {
  if (token.type === 'code' || token.type === 'codespan' || token.type === 'html') return ' ';
  if (token.type === 'table') {
    const rows = [token.header, ...token.rows] as { tokens: Token[] }[][];
    return rows.flatMap((row) => row.map((cell) => prose(cell.tokens))).join(' ');
  }
  if (token.type === 'list') return (token.items as Token[]).map(proseOf).join(' ');
  if (token.type === 'heading' && /^[a-z\d]+(-[a-z\d]+)*$/.test(String(token.text))) return ' ';
  if ('tokens' in token && token.tokens !== undefined) return prose(token.tokens);
  return 'text' in token ? unescapeHtml(String(token.text)) : ' ';
}

/** The lexer has quotes and ampersands as entities. */
const unescapeHtml = (text: string): string => text.replaceAll('&#39;', "'").replace(/&\w+;/g, ' ');
