import { allTokens, type Page } from './markdown.ts';

/** One thing that a reader does by the page: saves a file, or pastes a command. */
export type Step =
  | { kind: 'file'; name: string; text: string }
  | {
      kind: 'command';
      text: string;
      /** What the page says that it prints; null where it says nothing. */
      output: string[] | null;
      /** The next command shows the exit status, so it need not be 0. */
      statusShown: boolean;
    };

/** The command by which a page shows that the one before did not end with 0. */
export const SHOW_STATUS = 'echo $?\n';

/** What a page asks for before its first step. */
export interface Needs {
  programs: string[];
  /** A copy of the checkout to work in, instead of an empty folder. */
  checkout: boolean;
  /** The subcommand, with its options, in whose shell the page is run; null for a shell of its own. */
  inside: string[] | null;
}

/**
 * The steps of a page, in its order. A block of `sh` is one command; a block of `console` has commands after `$ ` and
 * what they print; a block with `file=NAME` behind its language is saved under that name; a block with `not-run:` and
 * a reason is passed over, and so is every other language.
 *
 * @throws Error for a `console` block that begins with output, or a `not-run:` without a reason
 */
export function stepsOf(page: Page): Step[] {
  return allTokens(page).flatMap((token): Step[] => {
    if (token.type !== 'code') return [];
    const [language = '', ...rest] = String(token.lang ?? '').split(' ');
    const info = rest.join(' ');
    const text = `${String(token.text)}\n`;
    const name = /^file=(\S+)$/.exec(info)?.[1];
    if (name !== undefined) return [{ kind: 'file', name, text }];
    if (language !== 'sh' && language !== 'console') return [];
    if (info.startsWith('not-run:')) {
      if (info.length < 'not-run: why'.length)
        throw new Error(`${page.file}: a block is not run without a reason.`);
      return [];
    }
    if (info !== '') throw new Error(`${page.file}: "${info}" behind ${language} is not known.`);
    return language === 'sh' ? [command(text, null)] : commandsOf(page.file, text);
  });
}

export function needsOf(page: Page): Needs {
  const comments = page.tokens
    .filter(({ type }) => type === 'html')
    .map(({ raw }) => raw)
    .join('\n');
  return {
    programs: /<!-- needs: (.+) -->/.exec(comments)?.[1]?.split(', ') ?? [],
    checkout: comments.includes('<!-- runs in a checkout -->'),
    inside: /<!-- inside: (.+) -->/.exec(comments)?.[1]?.split(' ') ?? null,
  };
}

const command = (text: string, output: string[] | null): Step => ({
  kind: 'command',
  text,
  output,
  statusShown: false,
});

function commandsOf(file: string, block: string): Step[] {
  const found: { text: string; output: string[] }[] = [];
  let goesOn = false;
  for (const line of block.trimEnd().split('\n')) {
    const last = found.at(-1);
    if (line.startsWith('$ ')) found.push({ text: `${line.slice(2)}\n`, output: [] });
    else if (last === undefined) throw new Error(`${file}: a console block begins with "${line}".`);
    else if (goesOn) last.text += `${line}\n`;
    else last.output.push(line);
    goesOn = line.endsWith('\\') && (goesOn || line.startsWith('$ '));
  }
  return found.map(({ text, output }, index) => ({
    kind: 'command',
    text,
    output,
    statusShown: found[index + 1]?.text === SHOW_STATUS,
  }));
}

/**
 * Whether a page shows what was printed: line by line, where `…` stands for anything within a line, and for any
 * number of lines where it stands alone.
 *
 * @returns null where it does, otherwise the line of the page that did not come
 */
export function findUnprinted(shown: readonly string[], printed: string): string | null {
  const lines = printed
    .trimEnd()
    .split('\n')
    .map((line) => line.trimEnd());
  const reaches = (s: number, p: number): number => {
    // The number of shown lines that were matched on the best way from here.
    const line = shown[s];
    if (line === undefined) return p === lines.length || (p === 0 && printed.trim() === '') ? s + 1 : s;
    if (line.trim() === '…') {
      let best = s;
      for (let next = p; next <= lines.length; next += 1) best = Math.max(best, reaches(s + 1, next));
      return best;
    }
    const actual = lines[p];
    return actual !== undefined && pattern(line).test(actual) ? reaches(s + 1, p + 1) : s;
  };
  const reached = reaches(0, 0);
  if (reached > shown.length) return null;
  return shown[reached] ?? 'the end of the output';
}

function pattern(line: string): RegExp {
  const parts = line
    .trimEnd()
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
