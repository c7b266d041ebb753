import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundlePage } from './page/bundle.ts';

/**
 * `npm run build`: compiles what the library's face and the command can reach into `dist/`, as JavaScript with
 * declarations. Node strips no types under node_modules, so a package of plain TypeScript would not run there.
 */
const root = path.resolve(import.meta.dirname, '..');
const out = path.join(root, 'dist');

await rm(out, { recursive: true, force: true });
const status = await compile();
if (status === 0) {
  await copyAssets();
  await writePage();
}
process.exitCode = status;

/** Runs the TypeScript compiler by its file, because an `npm ci --ignore-scripts` need not have linked a Node. */
async function compile(): Promise<number> {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const { bin }: { bin: { tsc: string } } = JSON.parse(await readFile(manifest, 'utf8'));
  const compiler = path.join(path.dirname(manifest), bin.tsc);
  const run = spawnSync(process.execPath, [compiler, '--project', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (run.error) throw run.error;
  return run.status ?? 1;
}

/** Copies what lies in the compiled rooms beside TypeScript, such as a page or a template. */
async function copyAssets(): Promise<void> {
  const compiled = await readdir(out, { withFileTypes: true });
  for (const room of compiled.filter((entry) => entry.isDirectory())) {
    await cp(path.join(root, room.name), path.join(out, room.name), {
      recursive: true,
      filter: (file) => !file.endsWith('.ts'),
    });
  }
}

/** Writes the bundled page, so that the package needs no bundler. */
async function writePage(): Promise<void> {
  for (const [name, text] of Object.entries(await bundlePage())) {
    const file = path.join(out, 'page', name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}
