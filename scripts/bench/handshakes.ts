import { readCpu } from './load.ts';
import { CORES, runPinned } from './process.ts';
import type { Subject } from './servers.ts';

/** What full handshakes cost. */
export interface Handshakes {
  /** CPU time of the server for one, µs. */
  cpuMicros: number;
  /** What other programs used of the machine meanwhile, in cores. */
  disturbance: number;
}

/** Clients at a time. A client's half of a handshake costs more than the server's, so that they never ask too much. */
const CLIENTS = 8;

/**
 * Opens connections for some seconds, each with a full handshake and nothing after it. `openssl s_time -new` and not wrk:
 * wrk offers the session of its last connection, and so its handshakes are resumed ones.
 */
export async function measureHandshakes(
  { url, pid, modelPid }: Subject,
  seconds: number,
): Promise<Handshakes> {
  const { host } = new URL(url);
  const before = await readCpu(pid, modelPid);
  const start = performance.now();
  const clients = Array.from({ length: CLIENTS }, () =>
    runPinned(CORES.load, [
      'openssl',
      's_time',
      '-connect',
      host,
      '-new',
      '-tls1_2',
      '-time',
      String(seconds),
    ]),
  );
  const connections = (await Promise.all(clients))
    .map(readConnections)
    .reduce((sum, count) => sum + count, 0);
  const elapsed = (performance.now() - start) / 1000;
  const after = await readCpu(pid, modelPid);
  return {
    cpuMicros: ((after.server - before.server) * 1e6) / connections,
    disturbance: (after.others - before.others) / elapsed,
  };
}

/** @throws Error where `s_time` printed something else */
export function readConnections(printed: string): number {
  const [, count] = /^(\d+) connections in \d+ real seconds/m.exec(printed) ?? [];
  if (count === undefined) throw new Error(`openssl s_time printed no result: ${printed.slice(-200)}`);
  return Number(count);
}
