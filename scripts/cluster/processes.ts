import { readdirSync, readFileSync } from 'node:fs';

/** A process that no other can be taken for once its number is used again. */
export interface ProcessIdentity {
  pid: number;
  /** When it began, in ticks since the system started. */
  startTime: string;
}

/** @throws Error where there is no such process */
export function readIdentity(pid: number | undefined): ProcessIdentity {
  if (pid === undefined) throw new Error('The program could not be started.');
  return { pid, startTime: startTimeOf(readFileSync(`/proc/${pid}/stat`, 'utf8')) };
}

/** Whether that very process is still there, and is no zombie. */
export function isSame({ pid, startTime }: ProcessIdentity): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return startTimeOf(stat) === startTime && fieldsOf(stat)[0] !== 'Z';
  } catch {
    return false;
  }
}

/** Sends a signal to that very process, where it is still there. @returns whether it was */
export function signal(process_: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isSame(process_)) return false;
  process.kill(process_.pid, name);
  return true;
}

/** The numbers of the processes whose command line names a folder, other than this process and its parents. */
export function processesNaming(folder: string): number[] {
  const own = new Set(ancestry(process.pid));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => !own.has(pid) && commandLineOf(pid).includes(folder));
}

/** The children of a process, by their numbers. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

function ancestry(pid: number): number[] {
  const all: number[] = [];
  for (let one = pid; one > 0; one = Number(fieldsOf(readFileSync(`/proc/${one}/stat`, 'utf8'))[1]))
    all.push(one);
  return all;
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** The fields of /proc/PID/stat from the state on; the name before it may hold blanks and parentheses (proc(5)). */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function startTimeOf(stat: string): string {
  return fieldsOf(stat)[19] ?? '';
}
