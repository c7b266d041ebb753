import { readFile } from 'node:fs/promises';

/** USER_HZ, which Linux fixes for user space. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has used, user and system, s (proc(5), /proc/pid/stat). */
export async function cpuSeconds(pid: number): Promise<number> {
  const fields = await statFields(String(pid));
  return ticks(fields[11], fields[12]);
}

/** CPU time of the children of this process that have ended, s. */
export async function childrenCpuSeconds(): Promise<number> {
  const fields = await statFields('self');
  return ticks(fields[13], fields[14]);
}

/** CPU time that all programs and the kernel have used on all cores, s (proc(5), /proc/stat). */
export async function allCpuSeconds(): Promise<number> {
  const [first = ''] = (await readFile('/proc/stat', 'utf8')).split('\n', 1);
  const [user, nice, system, _idle, _iowait, irq, softirq, steal] = first.trim().split(/\s+/).slice(1);
  return ticks(user, nice, system, irq, softirq, steal);
}

/** The fields of /proc/…/stat behind the name, which is in brackets and may have spaces: `state` is the first. */
async function statFields(pid: string): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const ticks = (...counts: (string | undefined)[]): number =>
  counts.reduce((sum, count) => sum + Number(count ?? 0), 0) / TICKS_PER_SECOND;
