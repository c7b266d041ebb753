/** Finds in what a client printed on stderr the texts that a person would search for. */
export type TakeTexts = (stderr: string) => string[];

/** What differs from run to run, and what stands for it. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  // OpenSSL begins with the id of the thread.
  [/\b[0-9A-F]{16}:error:/g, '…:error:'],
  // PHP's place in the script.
  [/ in \/\S+ on line \d+$/g, ''],
  // Go names its own port.
  [/(\d+\.\d+\.\d+\.\d+):\d{4,5}\b/g, '$1:…'],
  [/current time \S+ is (after|before) \S+/g, 'current time … is $1 …'],
  [/\b(after|in) \d+(\.\d+)? (ms|milliseconds|seconds)\b/g, '$1 … $3'],
  [/\b0x[0-9a-f]{6,}\b/g, '0x…'],
  // Java prints dates in the zone of the machine.
  [/(NotAfter|NotBefore): \w{3} \w{3} \d\d \d\d:\d\d:\d\d \w+ \d{4}/g, '$1: …'],
  // Serial numbers and hashes of certificates that are made anew.
  [/\b[0-9a-f]{32,}\b/gi, '…'],
  // Of bytes that are random, and of a chain whose signatures are not always equally long.
  [/\b(unknown type) \d+/g, '$1 …'],
  [/\b(handshake message) \(\d+\)/g, '$1 (…)'],
];

/** A text as it is in every run: `…` stands for what is not. Pure. */
export function withoutVarying(text: string): string {
  return VARYING.reduce((shorter, [pattern, by]) => shorter.replaceAll(pattern, by), text).trim();
}

/** Each line that a pattern matches: its first group. */
export function take(pattern: RegExp): TakeTexts {
  return (stderr) => unique([...stderr.matchAll(pattern)].map((match) => match[1] ?? match[0]));
}

/** The last line that is an exception as Python prints it. */
export const takeLast: TakeTexts = (stderr) =>
  unique(
    stderr
      .split('\n')
      .filter((line) => /^[A-Za-z_][\w.]*(: .*)?$/.test(line))
      .slice(-1),
  );

/** What printed.mjs prints: the line of an error, or its code. */
export const NODE_LINES = /^((?:\w*(?:Error|Exception)\b.*|code: '.*'))$/gm;

/** Own words of the programs, which no library prints. */
const OWN_WORDS = /^((Error|java\.io\.IOException): answered with|did not score)/;

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts.map(withoutVarying))].filter((text) => text !== '' && !OWN_WORDS.test(text));
}
