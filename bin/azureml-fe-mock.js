#!/usr/bin/env node
// The only file that an old Node may meet, so it keeps to syntax that Node 16 can parse.
import { existsSync } from 'node:fs';
import module from 'node:module';

const NEEDED = [22, 22];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  giveUp(
    `azureml-fe-mock needs Node ${NEEDED.join('.')} or newer; this is Node ${process.versions.node}.`,
    'install a newer Node, or put one on the PATH for a single run: npx -p node@24 -p azureml-fe-mock azureml-fe-mock --help',
  );
}

// The cache saves the time that compiling the dependencies takes; where it cannot be written, Node goes on without it.
module.enableCompileCache();

const source = new URL('../cli/main.ts', import.meta.url);
const built = new URL('../dist/cli/main.js', import.meta.url);
const entry = existsSync(source) ? source : built;

try {
  await import(entry.href);
} catch (error) {
  if (error === null || typeof error !== 'object' || error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  giveUp(
    `azureml-fe-mock is not completely installed: ${String(error.message).split('\n')[0]}`,
    entry === source ? 'run npm ci in the checkout.' : 'install the package again.',
  );
}

/** Ends the process with exit status 3, "the harness itself could not run". */
function giveUp(sentence, hint) {
  process.stderr.write(`${sentence}\n  hint: ${hint}\n`);
  process.exit(3);
}
