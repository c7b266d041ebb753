import { stripVTControlCharacters, styleText } from 'node:util';

/** A table without rules, for terminals and for `grep`: columns two blanks apart. */
export function plainTable(head: string[], rows: string[][]): string {
  const lines = [head.map((title) => styleText('bold', title)), ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => width(cells[column] ?? ''))));
  const pad = (cell: string, column: number): string =>
    cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell)));
  return lines.map((cells) => cells.map(pad).join('  ').trimEnd()).join('\n');
}

/** In columns of the terminal, for the letters that these tables have. */
const width = (cell: string): number => Array.from(stripVTControlCharacters(cell)).length;
