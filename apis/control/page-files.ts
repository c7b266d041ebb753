import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of the page by the path below `/page/`; `index.html` is what `GET /` answers. */
export type PageFiles = ReadonlyMap<string, string>;

let files: Promise<PageFiles> | null = null;

/**
 * The page: as the build left it, or in a checkout bundled from its sources when it is first asked for.
 *
 * @throws Error where a checkout has no bundler, or a source does not compile
 */
export function pageFiles(): Promise<PageFiles> {
  files ??= readBuilt().then((built) => built ?? bundle());
  // A developer who changes a source sees it by loading the page again.
  files.catch(() => {
    files = null;
  });
  return files;
}

/** What `npm run build` put beside the compiled rooms; null in a checkout, where sources lie there. */
async function readBuilt(): Promise<PageFiles | null> {
  const folder = path.resolve(import.meta.dirname, '../../page');
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  if (!found.some(({ name }) => name === 'page.js')) return null;
  const built = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
  const read = built.map(
    async (file): Promise<[string, string]> => [
      file.replaceAll(path.sep, '/'),
      await readFile(path.join(folder, file), 'utf8'),
    ],
  );
  return new Map(await Promise.all(read));
}

/** The bundler is no part of the package, so its name is put together where the compiler does not follow it. */
async function bundle(): Promise<PageFiles> {
  const source = new URL('../../scripts/page/bundle.ts', import.meta.url).href;
  const { bundlePage }: { bundlePage(): Promise<Record<string, string>> } = await import(source);
  return new Map(Object.entries(await bundlePage()));
}
