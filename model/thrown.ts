/** What may be said of an error that a scoring script threw. */
export interface ThrownDescription {
  /** `SyntaxError`, `TypeError`, … */
  error: string;
  /** The topmost place in its stack that is not Node's own, or null where there is none. */
  at: string | null;
}

/**
 * Describes what `run` threw by its kind and its place alone: the message may quote the request's body, as that of
 * `JSON.parse` does, and bodies are never logged.
 */
export function describeThrown(thrown: unknown): ThrownDescription {
  if (!(thrown instanceof Error)) return { error: typeof thrown, at: null };
  const stack = thrown.stack ?? '';
  // Cut behind the message, which could hold a line that looks like a place.
  const places = stack.slice(stack.indexOf(thrown.message) + thrown.message.length);
  return { error: thrown.name, at: /^\s+at ((?!.*\bnode:).+:\d+:\d+\)?)$/m.exec(places)?.[1] ?? null };
}

/** Says on one line what a script threw before any request came, message and place. */
export function explainThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `it threw ${String(thrown)}`;
  // Where TypeScript does not parse, the stack has the place at its head; where JavaScript does not, nowhere.
  const line = thrown instanceof SyntaxError ? /^\S.*:(\d+)\n/.exec(thrown.stack ?? '')?.[1] : undefined;
  const place = line === undefined ? describeThrown(thrown).at : `line ${line}`;
  const [sentence = ''] = thrown.message.trim().split('\n');
  return `${thrown.name}: ${sentence}${place === null ? '' : `, at ${place}`}`;
}
