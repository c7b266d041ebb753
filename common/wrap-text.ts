import { stripVTControlCharacters } from 'node:util';

/** Columns that a text takes on a terminal, for the letters that our texts have. */
export const widthOf = (text: string): number => Array.from(stripVTControlCharacters(text)).length;

/**
 * Breaks a text between words into lines of `columns`. A word that is longer stays whole, because it is to be copied; so
 * do blanks within a line and those at the front of the text.
 *
 * @param indent what the second line and the following ones begin with
 */
export function wrapText(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [, blanks = '', word = ''] of text.trimEnd().matchAll(/( *)([^ ]+)/g)) {
    const next = `${line}${blanks}${word}`;
    if (line.trim() === '' || widthOf(next) <= columns) line = next;
    else {
      lines.push(line);
      line = `${indent}${word}`;
    }
  }
  return [...lines, line];
}

/** Wraps each line of a text; what goes on is set in by two more than the line itself. */
export function wrapLines(text: string, columns: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrapText(line, columns, `${/^ */.exec(line)?.[0] ?? ''}  `))
    .join('\n');
}
