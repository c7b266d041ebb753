import type { ScoreFunction } from './script.ts';

export type { ScoreFunction } from './script.ts';

/**
 * The model that is scored when none is given: the sum of each row.
 *
 * The rows are what `data` lists; without such a list the whole document is the one row. A row's sum is that of all
 * the numbers in it, however deep. So `{"data":[[1,2,3],[4]]}` gives `{"result":[6,4]}`, and any client's own JSON is
 * scored: a test of a client's TLS must not fail over the shape of its input.
 *
 * An empty text, which is what a form's body becomes, has no rows.
 *
 * @throws SyntaxError when the text is not JSON
 */
export const sumRows: ScoreFunction = (rawData) => {
  if (rawData === '') return { result: [] };
  const input: unknown = JSON.parse(rawData);
  const rows = isObject(input) && Array.isArray(input.data) ? input.data : [input];
  return { result: rows.map(sum) };
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Walks without recursion, so that no depth of nesting ends the process. */
function sum(value: unknown): number {
  let total = 0;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    if (typeof next === 'number') total += next;
    else if (typeof next === 'object' && next !== null)
      for (const inner of Object.values(next)) pending.push(inner);
  }
  return total;
}
