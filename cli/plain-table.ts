import { styleText } from 'node:util';
import { widthOf, wrapText } from '../common/wrap-text.ts';
import { columnsOf } from './terminal-width.ts';

const GAP = '  ';
/** Narrower than this no column is set: its words go below the row instead. */
const NARROWEST_COLUMN = 30;

/**
 * A table without rules, for terminals and for `grep`: columns two blanks apart. Where it is wider than the terminal, the
 * widest column is wrapped between words; where too little is left for that, it follows below each row.
 *
 * @param columns of the terminal
 */
export function plainTable(head: string[], rows: string[][], columns = columnsOf(process.stdout)): string {
  const natural = head.map((title, column) =>
    Math.max(widthOf(title), ...rows.map((cells) => widthOf(cells[column] ?? ''))),
  );
  const widest = natural.indexOf(Math.max(...natural));
  const others = natural.reduce(
    (sum, width, column) => sum + (column === widest ? 0 : width + GAP.length),
    0,
  );
  const room = columns - others;
  const styled = head.map((title) => styleText('bold', title));
  if (room >= Math.max(NARROWEST_COLUMN, longestWord(rows, widest))) {
    const widths = natural.map((width, column) => (column === widest ? Math.min(width, room) : width));
    return [styled, ...rows].flatMap((cells) => setRow(cells, widths)).join('\n');
  }
  return stacked(styled, rows, widest, columns);
}

const longestWord = (rows: readonly string[][], column: number): number =>
  Math.max(0, ...rows.flatMap((cells) => (cells[column] ?? '').split(' ').map(widthOf)));

/** A row as lines: each cell is wrapped into its column. */
function setRow(cells: readonly string[], widths: readonly number[]): string[] {
  const wrapped = widths.map((width, column) => wrapText(cells[column] ?? '', width));
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, row) =>
    widths
      .map((width, column) => pad(wrapped[column]?.[row] ?? '', width))
      .join(GAP)
      .trimEnd(),
  );
}

/** The table without its widest column, whose words stand below each row. */
function stacked(head: readonly string[], rows: readonly string[][], below: number, columns: number): string {
  const rest = (cells: readonly string[]): string[] => cells.filter((_, column) => column !== below);
  const all = [rest(head), ...rows.map(rest)];
  const widths = rest(head).map((_, column) => Math.max(...all.map((cells) => widthOf(cells[column] ?? ''))));
  const indent = GAP.repeat(2);
  return [head, ...rows]
    .flatMap((cells) => [
      ...setRow(rest(cells), widths).flatMap((line) => wrapText(line, columns, indent)),
      ...wrapText(`${indent}${cells[below] ?? ''}`, columns, indent),
    ])
    .join('\n');
}

const pad = (cell: string, width: number): string => cell + ' '.repeat(Math.max(0, width - widthOf(cell)));
