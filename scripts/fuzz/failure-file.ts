import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Input } from './input.ts';
import { ROOT } from './router-process.ts';

/** Inputs that broke something, as they are kept. */
export interface Failure {
  name: string;
  seed: number;
  /** What broke, as a sentence. */
  failure: string;
  inputs: readonly Input[];
}

/** Writes a failure as JSON, the parts of its inputs in Base64. @returns the file */
export async function writeFailure(
  failure: Failure,
  folder = path.join(ROOT, 'fuzz-failures'),
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, `${failure.name}-${failure.seed}.json`);
  const inputs = failure.inputs.map((input) => input.map((part) => part.toString('base64')));
  const command = `npm run fuzz -- --replay ${path.relative(ROOT, file)}`;
  await writeFile(file, `${JSON.stringify({ ...failure, command, inputs }, null, 2)}\n`);
  return file;
}

/** @throws Error where the file is none that `writeFailure` wrote */
export async function readFailure(file: string): Promise<Failure> {
  const json: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isStored(json)) throw new Error(`${file} is no file of npm run fuzz.`);
  const inputs = json.inputs.map((input) => input.map((part) => Buffer.from(part, 'base64')));
  return { ...json, inputs };
}

interface Stored {
  name: string;
  seed: number;
  failure: string;
  inputs: string[][];
}

function isStored(json: unknown): json is Stored {
  if (json === null || typeof json !== 'object') return false;
  const { name, inputs } = json as Partial<Stored>;
  return typeof name === 'string' && Array.isArray(inputs) && inputs.every((input) => Array.isArray(input));
}
