import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Every source file by its path from the root, with the specifiers that it imports, types included. */
export type ImportGraph = Map<string, readonly string[]>;

/** Folders of the root that hold no TypeScript of the product. */
const NOT_ROOMS = new Set(['bin', 'deploy', 'dist', 'docs', 'examples', 'node_modules', 'test']);

const STATIC_IMPORT = /^\s*(?:import|export)\s+(?:[\w$*{}\s,]+\s+from\s+)?['"]([^'"]+)['"]/gm;
const DYNAMIC_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The module specifiers that a TypeScript source names: static, re-exported, dynamic and `import type`. */
export function importsOf(source: string): string[] {
  return [STATIC_IMPORT, DYNAMIC_IMPORT].flatMap((pattern) =>
    Array.from(source.matchAll(pattern), ([, specifier]) => specifier ?? ''),
  );
}

/** The source files of a checkout, as sorted paths from `root` with forward slashes. */
export async function sourceFiles(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && isSource(entry.name)).map((entry) => entry.name);
  for (const room of entries.filter((entry) => entry.isDirectory() && isRoom(entry.name))) {
    const inside = await readdir(path.join(root, room.name), { recursive: true });
    const own = inside.filter((file) => isSource(file) && !file.includes('node_modules'));
    files.push(...own.map((file) => path.posix.join(room.name, file)));
  }
  return files.sort();
}

/** Reads the imports of every source file of a checkout. */
export async function readImportGraph(root: string): Promise<ImportGraph> {
  const files = await sourceFiles(root);
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, importsOf(await readFile(path.join(root, file), 'utf8'))] as const),
    ),
  );
}

function isSource(file: string): boolean {
  return /\.tsx?$/.test(file) && !file.endsWith('.d.ts');
}

function isRoom(folder: string): boolean {
  return !folder.startsWith('.') && !NOT_ROOMS.has(folder);
}
