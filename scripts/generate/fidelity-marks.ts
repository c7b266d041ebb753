import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** A guess about the real router, as the code that makes it says. */
export interface Assumption {
  /** Stable for ever; the anchor on the page. */
  id: string;
  /** The file it stands in, from the root of the repository. */
  file: string;
  /** What is assumed, and why it is not known. */
  says: string;
  /** What changes it; null where nothing does. */
  changedBy: string | null;
  /** What stands behind `Changed by`, whole. */
  change: string;
}

const WORD = 'ASSUMPTION:';
const FORM = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*): (.+[.;)]) Changed by (.+)\.$/;
/** The folders whose code may make guesses, and those of them that only report or run. */
const ROOMS = [
  ...['cli', 'common', 'dns-mock', 'secret', 'extension', 'gateway', 'model', 'pki', 'apis', 'harness'],
  ...['scenarios', 'verify'],
];

/**
 * Finds the marks in one source file. Each is a comment, or the rest of one, of the form
 * `ASSUMPTION: <id>: <what is assumed, and why it is not known>. Changed by <the setting, or nothing: why>.`
 *
 * @throws Error where a mark has another form
 */
export function findMarks(file: string, source: string): Assumption[] {
  const lines = source.split('\n');
  return lines.flatMap((line, index) => {
    const at = commentText(line)?.indexOf(WORD) ?? -1;
    return at === -1 ? [] : [parse(file, index + 1, textFrom(lines.slice(index)))];
  });
}

/** All marks of a checkout, in the order of their files. @throws Error where two have the same id */
export async function readMarks(root: string): Promise<Assumption[]> {
  const inRooms = await Promise.all(
    ROOMS.map(async (room) =>
      (await readdir(path.join(root, room), { recursive: true })).map((name) => path.posix.join(room, name)),
    ),
  );
  const files = ['index.ts', ...inRooms.flat()].filter((name) => name.endsWith('.ts')).sort();
  const marks: Assumption[] = [];
  for (const file of files) {
    for (const mark of findMarks(file, await readFile(path.join(root, file), 'utf8'))) {
      const twin = marks.find(({ id }) => id === mark.id);
      if (twin !== undefined) throw new Error(`${file} and ${twin.file} both have the mark "${mark.id}".`);
      marks.push(mark);
    }
  }
  return marks;
}

/** What a line says that is a comment and nothing else. */
function commentText(line: string): string | null {
  return /^\s*(?:\/\/|\*(?!\/))\s?(.*)$/.exec(line)?.[1] ?? null;
}

/** The mark that begins in the first line, up to the end of its comment, its paragraph, or the next mark. */
function textFrom(lines: readonly string[]): string {
  const words: string[] = [];
  for (const [index, line] of lines.entries()) {
    const text = commentText(line);
    if (text === null || text === '' || (index > 0 && text.includes(WORD))) break;
    words.push(index === 0 ? text.slice(text.indexOf(WORD) + WORD.length) : text);
  }
  return words.join(' ').trim();
}

function parse(file: string, line: number, text: string): Assumption {
  const [, id, says, change] = FORM.exec(text) ?? [];
  if (id === undefined || says === undefined || change === undefined) {
    throw new Error(
      `${file}:${line}: a mark reads "${WORD} <id>: <what is assumed, and why it is not known>. Changed by <what>.", ` +
        `and this one reads "${WORD} ${text}"`,
    );
  }
  return { id, file, says, change, changedBy: change.startsWith('nothing:') ? null : change };
}
