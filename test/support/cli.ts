import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReadyInfo } from '../../harness/harness.ts';
import { type Ran, run } from './tools.ts';

export const MAIN = path.resolve(import.meta.dirname, '../../cli/main.ts');

/** Runs the command to its end. */
export function cli(...args: string[]): Promise<Ran> {
  return run(process.execPath, [MAIN, ...args]);
}

export interface StartedCli extends AsyncDisposable {
  ready: ReadyInfo;
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Sends a signal and waits for the end. @returns the exit status */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `start` on free ports in `dir` and waits until it is ready. */
export async function startCli(dir: string, ...args: string[]): Promise<StartedCli> {
  const readyFile = path.join(dir, `ready-${Math.random().toString(36).slice(2)}.json`);
  const ports = ['--https-port', '0', '--http-port', '0', '--dns-port', '0', '--control-port', '0'];
  const child = spawn(
    process.execPath,
    [MAIN, 'start', ...ports, '--state', path.join(dir, 'state'), '--ready-file', readyFile, ...args],
    { cwd: dir, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  // The ready file is written before anything is printed.
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk;
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`start ended with ${code}: ${err}`)));
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await once(child, 'exit');
    }
    return child.exitCode;
  };
  return {
    ready: JSON.parse(await readFile(readyFile, 'utf8')),
    child,
    stdout: () => out,
    stderr: () => err,
    stop,
    [Symbol.asyncDispose]: async () => {
      await stop('SIGKILL');
    },
  };
}
