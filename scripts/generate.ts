/**
 * Writes what is derived from the catalogue and the tables: `scenarios/index.ts`, the README's table, `docs/`.
 * `npm run generate` writes; `npm run generate -- --check` only compares and fails where they differ.
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeCatalogueIndex } from './generate/catalogue-index.ts';

const root = path.resolve(import.meta.dirname, '..');
const check = process.argv.includes('--check');

// The index comes first and by itself: everything after it imports the catalogue.
await put(await writeCatalogueIndex(root));
const { generatedFiles } = await import('./generate/files.ts');
for (const file of await generatedFiles(root)) await put(file);

async function put({ file, text }: { file: string; text: string | null }): Promise<void> {
  const target = path.join(root, file);
  const found = await readFile(target, 'utf8').catch(() => null);
  if (found === text) return;
  if (check) {
    process.stderr.write(`${file} is not what the catalogue and the tables say; run "npm run generate".\n`);
    process.exitCode = 1;
    return;
  }
  await mkdir(path.dirname(target), { recursive: true });
  if (text === null) await rm(target);
  else await writeFile(target, text);
  process.stdout.write(`${text === null ? 'removed' : 'wrote'} ${file}\n`);
}
