/**
 * Writes JSON as Python's `json.dumps` does, so that the embedded server's bodies have the same bytes as the real
 * one's: a blank behind each comma and colon, and ASCII only.
 *
 * @throws TypeError for what JSON cannot hold: a function, a bigint, a circle
 */
export function jsonText(value: unknown): string {
  // JSON escapes line feeds within strings, so each one in the indented text is layout.
  const indented: string | undefined = JSON.stringify(value, null, 1);
  if (indented === undefined) throw new TypeError(`A ${typeof value} has no form in JSON.`);
  return indented
    .replace(/,\n */g, ', ')
    .replace(/\n */g, '')
    .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
