import type { Handshakes } from './handshakes.ts';
import type { Measured } from './load.ts';

/** All runs of one server. */
export interface Runs {
  name: string;
  full: Measured[];
  paced: Measured[];
  handshakes: Handshakes[];
}

/** One line of the result. Times in ms. */
export interface Line {
  name: string;
  requestsPerSecond: number;
  cpuMicros: number;
  p99AtFullLoad: number;
  paced: { requestsPerSecond: number; addedMean: number; addedP99: number };
  handshakesPerSecond: number;
  cpuMicrosAHandshake: number;
  errors: number;
}

/** The middle one; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

const medianOf = <Run>(runs: readonly Run[], pick: (run: Run) => number): number => median(runs.map(pick));

/**
 * Medians of one server's runs.
 *
 * @param direct paced runs against the model server itself; what it takes is not added by anybody
 */
export function summarise({ name, full, paced, handshakes }: Runs, direct: readonly Measured[]): Line {
  const rps = (run: Measured): number => run.requestsPerSecond;
  return {
    name,
    requestsPerSecond: medianOf(full, rps),
    cpuMicros: medianOf(full, (run) => run.cpuMicros),
    p99AtFullLoad: medianOf(full, (run) => run.p99),
    paced: {
      requestsPerSecond: medianOf(paced, rps),
      addedMean: medianOf(paced, (run) => run.mean) - medianOf(direct, (run) => run.mean),
      addedP99: medianOf(paced, (run) => run.p99) - medianOf(direct, (run) => run.p99),
    },
    // Of a core that does nothing else; no load on one other core is enough to see it.
    handshakesPerSecond: 1e6 / medianOf(handshakes, (run) => run.cpuMicros),
    cpuMicrosAHandshake: medianOf(handshakes, (run) => run.cpuMicros),
    errors: [...full, ...paced].reduce((sum, run) => sum + run.errors, 0),
  };
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** The table that is printed and that goes into docs/performance.md, in Markdown. */
export function toTable(lines: readonly Line[]): string {
  const head = [
    'server',
    'requests/s',
    'CPU a request',
    'p99 at full load',
    'paced requests/s',
    'added mean',
    'added p99',
    'full handshakes/s',
    'CPU a handshake',
    'errors',
  ];
  const rows = lines.map((line) => [
    line.name,
    whole(line.requestsPerSecond),
    `${line.cpuMicros.toFixed(1)} µs`,
    `${line.p99AtFullLoad.toFixed(1)} ms`,
    whole(line.paced.requestsPerSecond),
    `${line.paced.addedMean.toFixed(2)} ms`,
    `${line.paced.addedP99.toFixed(2)} ms`,
    whole(line.handshakesPerSecond),
    `${whole(line.cpuMicrosAHandshake)} µs`,
    String(line.errors),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The gateway's requests/s and handshakes/s over another server's. */
export function toRatios(gateway: Line, others: readonly Line[]): string {
  return others
    .map((other) => {
      const requests = gateway.requestsPerSecond / other.requestsPerSecond;
      const handshakes = gateway.handshakesPerSecond / other.handshakesPerSecond;
      const cpu = gateway.cpuMicros / other.cpuMicros;
      return `${requests.toFixed(2)} × the requests/s, ${cpu.toFixed(2)} × the CPU a request and ${handshakes.toFixed(2)} × the handshakes/s of ${other.name}`;
    })
    .join('\n');
}
