import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { readLessons } from './read-lessons.ts';

/** The files of the page by the path below `/page/`, ready to be sent. */
export type PageFiles = Record<string, string>;

const page = path.resolve(import.meta.dirname, '../../page');

/**
 * Bundles the browser page. Called by `npm run build` once, and in a checkout by the first request for the page.
 *
 * @param dev leaves names and lines as they are
 * @throws Error of esbuild where a source does not compile
 */
export async function bundlePage({ dev = false } = {}): Promise<PageFiles> {
  const built = await build({
    entryPoints: { page: path.join(page, 'main.tsx') },
    bundle: true,
    write: false,
    outdir: 'page',
    format: 'esm',
    target: ['chrome120', 'firefox121', 'safari17'],
    minify: !dev,
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [dataFiles],
    tsconfig: path.join(page, 'tsconfig.json'),
  });
  const files: PageFiles = { 'index.html': await readFile(path.join(page, 'index.html'), 'utf8') };
  for (const file of built.outputFiles) files[path.basename(file.path)] = file.text;
  files['page.css'] = await bundleStyles(dev);
  for (const name of await readdir(path.join(page, 'fixtures')))
    files[`fixtures/${name}`] = JSON.stringify(
      JSON.parse(await readFile(path.join(page, 'fixtures', name), 'utf8')),
    );
  for (const [name, text] of await programs()) files[`programs/${name}`] = text;
  return files;
}

async function bundleStyles(dev: boolean): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(page, 'styles/page.css')],
    bundle: true,
    write: false,
    minify: !dev,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** The programs that a lesson hands out, by the name under which they are served. */
async function programs(): Promise<[string, string][]> {
  const lessons = path.join(page, 'lessons');
  const found = (await readdir(lessons, { recursive: true })).filter((file) => file.endsWith('.py')).sort();
  return Promise.all(
    found.map(
      async (file): Promise<[string, string]> => [
        path.basename(file),
        await readFile(path.join(lessons, file), 'utf8'),
      ],
    ),
  );
}

/** Makes `virtual:lessons` out of the folders in `page/lessons`: a folder a lesson, a file a step. */
const dataFiles: Plugin = {
  name: 'data-files',
  setup(builder) {
    builder.onResolve({ filter: /^virtual:/ }, ({ path: name }) => ({ path: name, namespace: 'data' }));
    builder.onLoad({ filter: /^virtual:lessons$/, namespace: 'data' }, async () => ({
      contents: JSON.stringify(await readLessons()),
      loader: 'json',
    }));
    builder.onLoad({ filter: /^virtual:ground-truth$/, namespace: 'data' }, async () => ({
      contents: JSON.stringify(await readGroundTruth()),
      loader: 'json',
    }));
  },
};

/**
 * What clients of other projects did in each scenario, from the tables of the ground truth: one letter a client, `y` for
 * accepted and `n` for refused.
 */
async function readGroundTruth(): Promise<{ clients: string[]; scenarios: Record<string, string> }> {
  const text = await readFile(path.resolve(page, '../docs/ground-truth.md'), 'utf8');
  const rows = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  const head =
    rows.find(([, first, , third]) => first === 'scenario' && third === 'curl')?.slice(3, -1) ?? [];
  const scenarios: Record<string, string> = {};
  for (const [, first = '', , ...cells] of rows) {
    const name = /^\[([a-z0-9-]+)\]\(scenarios\//.exec(first)?.[1];
    if (name === undefined || cells.length !== head.length + 1) continue;
    scenarios[name] = cells
      .slice(0, -1)
      .map((cell) => ({ '✔': 'y', '✘': 'n' })[cell[0] ?? ''] ?? '?')
      .join('');
  }
  return { clients: head, scenarios };
}
