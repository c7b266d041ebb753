import { stripVTControlCharacters } from 'node:util';

/** HTML that is safe to write as it is. Everything else is text and gets escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = Markup | string | number | null | readonly (Markup | string)[];

/** Control characters have no business in a page, and NUL is an error in one (HTML, section 13.2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that it is about
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(CONTROL, '\uFFFD')
    .replace(/[&<>"']/g, (character) => REFERENCES[character] ?? '');
}

function write(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'markup' in value ? value.markup : value.map(write).join('');
}

/** A template tag: what stands in the template is HTML, what is put into it is text, in elements and attributes alike. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Markup {
  const [first = '', ...rest] = parts;
  return { markup: first + rest.map((part, index) => write(values[index] ?? null) + part).join('') };
}
