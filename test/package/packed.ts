import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type Ran, run } from '../support/tools.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');

const QUIET = ['--prefer-offline', '--no-audit', '--no-fund'];

/** What is no source: made anew, or not of the package. */
const LEFT_OUT = new Set(['.git', '.tap', 'dist', 'node_modules', 'scripts/api-docs/node_modules', 'test']);

/** ms that a package manager may take. */
const PATIENCE = 240_000;

/** An empty folder outside of the tree; it goes with `await using`. */
export interface Folder extends AsyncDisposable {
  path: string;
}

export async function emptyFolder(): Promise<Folder> {
  const folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'fe-package-')));
  return {
    path: folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/**
 * Packs the package as npm would publish it, from a copy, so that no other test's `dist` is taken away meanwhile.
 *
 * @returns the path of the archive in `folder`
 * @throws Error with what npm said
 */
export async function pack(folder: string): Promise<string> {
  const copy = await copyCheckout(folder);
  const packed = await runIn(copy, 'npm', 'pack', '--json', '--pack-destination', folder);
  if (packed.code !== 0) throw new Error(`npm pack failed: ${packed.stderr}${packed.stdout}`);
  const [name] = packed.stdout.match(/azureml-fe-mock-[\w.-]+\.tgz/) ?? [];
  if (name === undefined) throw new Error(`npm pack tells no archive: ${packed.stdout}`);
  return path.join(folder, name);
}

/** A copy of the checkout in `folder`, with its installed packages. @returns its path */
export async function copyCheckout(folder: string): Promise<string> {
  const copy = path.join(folder, 'copy');
  await cp(ROOT, copy, {
    recursive: true,
    filter: (file) => !LEFT_OUT.has(path.relative(ROOT, file)),
  });
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/**
 * Installs packages, archives among them, into a project of its own.
 *
 * @returns false, or where the registry cannot be reached the words by which a test is skipped; with
 *   AZUREML_FE_MOCK_REQUIRE_TOOLS=1 that is an error
 * @throws Error with what npm said
 */
export async function install(project: string, ...packages: string[]): Promise<string | false> {
  await mkdir(project, { recursive: true });
  // The npm package "node" fetches its binary in an install script.
  const manifest = { private: true, type: 'module', allowScripts: { node: true } };
  await writeFile(path.join(project, 'package.json'), JSON.stringify(manifest));
  const ran = await runIn(project, 'npm', 'install', ...QUIET, ...packages);
  if (ran.code === 0) return false;
  const unreachable = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)\b/.test(
    ran.stderr,
  );
  if (unreachable && process.env.AZUREML_FE_MOCK_REQUIRE_TOOLS !== '1') {
    return 'no package registry can be reached';
  }
  throw new Error(`npm install failed: ${ran.stderr}`);
}

/** Runs a program in a folder as a person would, without what tap hands down to the processes of a test. */
export function runIn(folder: string, command: string, ...args: string[]): Promise<Ran> {
  const clean = ['-u', 'NODE_OPTIONS', '-u', 'TAP', '-u', 'TAP_CHILD_ID', '-C', folder];
  return run('env', [...clean, command, ...args], '', PATIENCE);
}
