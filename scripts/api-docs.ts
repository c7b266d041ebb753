import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm run docs`: writes the API reference of the library, HTML, to `docs/api/`. What stands behind `--` goes to TypeDoc.
 * A name that is exported and not documented, or that is needed and not exported, is an error.
 */
const folder = path.join(import.meta.dirname, 'api-docs');
const typedoc = path.join(folder, 'node_modules/typedoc/bin/typedoc');

// TypeDoc comes with a TypeScript of its own, which only those need who write this reference.
const { devDependencies } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
const status =
  installed() === devDependencies.typedoc
    ? 0
    : run('npm', 'ci', '--prefix', folder, '--no-audit', '--no-fund');
const settings = [
  '--options',
  path.join(folder, 'typedoc.json'),
  '--tsconfig',
  path.join(folder, 'tsconfig.json'),
];
process.exitCode =
  status === 0 ? run(process.execPath, typedoc, ...settings, ...process.argv.slice(2)) : status;

/** The version of TypeDoc that is here, or null. */
function installed(): string | null {
  const manifest = path.join(folder, 'node_modules/typedoc/package.json');
  return existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')).version : null;
}

/** Shows what the program says. @returns its exit status */
function run(command: string, ...args: string[]): number {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}
