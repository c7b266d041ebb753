/**
 * Holds the mock against Envoy: `npm run envoy` compares with scripts/envoy/expected.json and fails at a difference that
 * is new or not explained; `npm run envoy -- --write` writes that file and docs/envoy.md.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { compare, type Row } from './compare.ts';
import { explain } from './differences.ts';
import { envoyPage } from './page.ts';
import { findEnvoy } from './real-envoy.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const expectedFile = path.join(import.meta.dirname, 'expected.json');
const pageFile = path.join(root, 'docs', 'envoy.md');

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const rows = await compare({ envoy: await findEnvoy(), onProgress: say });
const unexplained = rows.filter((row) => explain(row) === null);
const same = rows.filter((row) => explain(row) === undefined);
for (const row of unexplained) say(`not explained: ${line(row)}`);
say(
  `${rows.length} inputs: ${same.length} the same, ${rows.length - same.length - unexplained.length} explained, ${unexplained.length} not explained`,
);
if (unexplained.length > 0) process.exitCode = 1;
else if (process.argv.includes('--write')) {
  await writeFile(expectedFile, `${JSON.stringify(rows, null, 2)}\n`);
  await writeFile(pageFile, envoyPage(rows));
  say('wrote scripts/envoy/expected.json and docs/envoy.md');
} else {
  const expected: Row[] = JSON.parse(await readFile(expectedFile, 'utf8'));
  const known = new Set(expected.map(line));
  const seen = new Set(rows.map(line));
  const changed = [
    ...rows.filter((row) => !known.has(line(row))).map((row) => `new: ${line(row)}`),
    ...expected.filter((row) => !seen.has(line(row))).map((row) => `gone: ${line(row)}`),
  ];
  for (const change of changed) say(change);
  if (changed.length > 0) process.exitCode = 1;
}

function line({ kind, input, mock, envoy }: Row): string {
  return `${kind}: ${input}: mock ${mock}; Envoy ${envoy}`;
}
