import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A client that others wrote, and the small program by which it scores. */
export interface GroundTruthClient {
  /** Stable: the column of the matrix and the key in the JSON. */
  name: string;
  /** What verifies the certificate here, as a heading. */
  title: string;
  /** The command, as a person would type it from the root of the repository. */
  shown: string;
  /** Its version and its library's, or null where it is not installed. */
  version(): Promise<string | null>;
  /** Makes it ready to run, in a folder of its own where it has to be compiled. */
  prepare(folder: string): Promise<Runnable>;
}

export interface Runnable {
  command: string;
  args: string[];
}

const run = promisify(execFile);

/** What a command prints, or null where it is not there or does not work. */
export async function printedBy(command: string, ...args: string[]): Promise<string | null> {
  try {
    const { stdout, stderr } = await run(command, args);
    return (stdout.trim() || stderr.trim()) ?? null;
  } catch {
    return null;
  }
}

/** Runs a compiler. @throws Error with its words where it refuses */
export async function compile(command: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await run(command, args, { env: { ...process.env, ...env } });
}
