/** The keys that a Secret of the type kubernetes.io/tls has, and that azureml-fe does not read. */
export function usesTlsNames(names: readonly string[]): boolean {
  return names.includes('tls.crt') || names.includes('tls.key');
}

// A line of a key that slipped into the place of a name (broken indentation) is longer than any honest file name.
const PRINTABLE = /^[-._a-zA-Z0-9]{1,40}$/;
const MOST = 8;

/** Lists what is there instead of what was looked for: `fullchain.pem and privkey.pem`, `nothing`. */
export function nameEntries(names: readonly string[]): string {
  const visible = names.filter((name) => !name.startsWith('..'));
  const printable = visible.filter((name) => PRINTABLE.test(name)).sort();
  const shown = printable.slice(0, MOST);
  const rest = visible.length - shown.length;
  if (visible.length === 0) return 'nothing';
  return joinWords(rest === 0 ? shown : [...shown, rest === 1 ? 'one more' : `${rest} more`]);
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** A value of a user's file, made fit for one line of a message: no control characters, no more than 60. */
export function quoteShort(value: string): string {
  const line = value.replace(/[^\x20-\x7e]+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
