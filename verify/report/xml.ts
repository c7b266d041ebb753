/** An XML element as data. Attributes that are `undefined` are left out. */
export interface Element {
  name: string;
  attributes?: Record<string, string | number | undefined>;
  children?: readonly (Element | string)[];
}

/**
 * Characters that XML 1.0 has no way to write, not even as a reference (section 2.2): most control characters, lone
 * surrogates, U+FFFE and U+FFFF. What a client prints may hold any of them.
 */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeText = (text: string): string =>
  text.replace(NOT_XML, '\uFFFD').replace(/[&<>"]/g, (character) => REFERENCES[character] ?? '');

/** In an attribute a parser makes spaces of line ends and tabs unless they are references (section 3.3.3). */
const escapeAttribute = (text: string): string =>
  escapeText(text).replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Writes a document with its declaration. Text is kept to the letter, so elements with text are not indented. */
export function writeXml(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${writeElement(root, '')}\n`;
}

function writeElement({ name, attributes = {}, children = [] }: Element, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(String(value))}"`)
    .join('');
  if (children.length === 0) return `${indent}<${name}${written}/>`;
  if (children.some((child) => typeof child === 'string')) {
    const inside = children.map((child) =>
      typeof child === 'string' ? escapeText(child) : writeElement(child, ''),
    );
    return `${indent}<${name}${written}>${inside.join('')}</${name}>`;
  }
  const inside = children.map((child) =>
    typeof child === 'string' ? '' : writeElement(child, `${indent}  `),
  );
  return [`${indent}<${name}${written}>`, ...inside, `${indent}</${name}>`].join('\n');
}
