import path from 'node:path';
import { allCpuSeconds, childrenCpuSeconds, cpuSeconds } from './cpu-time.ts';
import { CORES, runPinned } from './process.ts';

/** What one run of wrk saw. Times in ms. */
export interface Measured {
  requestsPerSecond: number;
  mean: number;
  p99: number;
  /** Answers that were not 2xx or 3xx, and requests that got none. */
  errors: number;
  /** CPU time of the server for one request, µs. */
  cpuMicros: number;
  /** What other programs used of the machine meanwhile, in cores. */
  disturbance: number;
}

export interface Load {
  url: string;
  /** The server's process, and the model server's. */
  pid: number;
  modelPid: number;
  key: string;
  seconds: number;
  connections: number;
  /** Requests/s over all connections; as many as possible without it. */
  rate?: number;
}

const SCRIPT = path.join(import.meta.dirname, 'score.lua');

/** Puts load on one server and reports it. */
export async function measure({
  url,
  pid,
  modelPid,
  key,
  seconds,
  connections,
  rate,
}: Load): Promise<Measured> {
  // Each connection sends, waits for its answer, then pauses; a run with a rate needs enough of them to keep it up.
  const pauseMs = rate === undefined ? 0 : Math.max(1, Math.round((connections * 1000) / rate) - 1);
  const before = await readCpu(pid, modelPid);
  const out = await runPinned(CORES.load, [
    'wrk',
    '--threads=1',
    `--connections=${connections}`,
    `--duration=${seconds}s`,
    '--timeout=10s',
    `--script=${SCRIPT}`,
    url,
    '--',
    key,
    String(pauseMs),
  ]);
  const line = out.split('\n').findLast((each) => each.startsWith('{'));
  if (line === undefined) throw new Error(`wrk printed no result: ${out}`);
  const result: Omit<Measured, 'cpuMicros' | 'disturbance'> = JSON.parse(line);
  const after = await readCpu(pid, modelPid);
  return {
    ...result,
    cpuMicros: ((after.server - before.server) * 1e6) / (result.requestsPerSecond * seconds),
    disturbance: (after.others - before.others) / seconds,
  };
}

/** CPU time so far, s: of the server, and of all that is neither the server nor the model server nor wrk. */
export async function readCpu(pid: number, modelPid: number): Promise<{ server: number; others: number }> {
  const server = await cpuSeconds(pid);
  const model = pid === modelPid ? 0 : await cpuSeconds(modelPid);
  return { server, others: (await allCpuSeconds()) - server - model - (await childrenCpuSeconds()) };
}
