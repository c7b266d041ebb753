/** The value of an option in the words of a line, also written as `--option=value`; null where it is not there. */
export function azValue(words: readonly string[], ...names: string[]): string | null {
  for (const [index, word] of words.entries()) {
    if (names.includes(word)) return words[index + 1] ?? null;
    const [name, value] = word.split(/=(.*)/s);
    if (value !== undefined && name?.startsWith('--') && names.includes(name)) return value;
  }
  return null;
}

export function hasAzFlag(words: readonly string[], ...names: string[]): boolean {
  return words.some((word) => names.includes(word));
}
