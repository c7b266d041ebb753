import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { sourceFiles } from './import-graph.ts';

const root = path.resolve(import.meta.dirname, '../..');
const MOST_LINES = 300;
// Written so that this file does not find itself.
const UNFINISHED = /\b(T[O]DO|F[I]XME|X[X]X)\b/;

t.test(`no source file is longer than ${MOST_LINES} lines`, async (t) => {
  const tooLong = (await readAll()).filter(({ lines }) => lines.length > MOST_LINES).map(({ file }) => file);
  t.strictSame(tooLong, []);
});

t.test('no source file carries a mark of unfinished work', async (t) => {
  const marks = (await readAll()).flatMap(({ file, lines }) =>
    lines.flatMap((line, index) => (UNFINISHED.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  t.strictSame(marks, []);
});

t.test('every source file has a kebab-case name', async (t) => {
  const badNames = (await readAll())
    .map(({ file }) => file)
    .filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(path.basename(file)));
  t.strictSame(badNames, []);
});

async function readAll(): Promise<{ file: string; lines: string[] }[]> {
  const tests = (await readdir(path.join(root, 'test'), { recursive: true }))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.posix.join('test', file));
  return Promise.all(
    [...(await sourceFiles(root)), ...tests].map(async (file) => ({
      file,
      lines: (await readFile(path.join(root, file), 'utf8')).trimEnd().split('\n'),
    })),
  );
}
