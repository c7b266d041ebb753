/** The widest that text is set: longer lines are hard to read. */
const WIDEST = 160;
const NARROWEST = 40;

/**
 * The columns to set text in: those of the terminal, of `COLUMNS` where a script sets it, or no limit where the output
 * goes into a file or a pipe, in which `grep` is to find whole lines.
 */
export function columnsOf(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv = process.env,
): number {
  const columns = stream.isTTY === true ? stream.columns : Number(env.COLUMNS || Number.NaN);
  if (columns === undefined || !Number.isInteger(columns) || columns <= 0) return Number.POSITIVE_INFINITY;
  return Math.min(WIDEST, Math.max(NARROWEST, columns));
}
