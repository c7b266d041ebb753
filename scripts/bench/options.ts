import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** How long each measurement takes, s. */
  seconds: number;
  /** How often each measurement is repeated; the median counts. */
  rounds: number;
  connections: number;
  /** The rate at which added latency is measured, requests/s. */
  rate: number;
}

export const USAGE = `Usage: npm run bench -- [--seconds 4] [--rounds 3] [--connections 32] [--rate 5000]

Measures the gateway beside nginx on loopback: same certificate, same model server, one core each.`;

/** @throws Error with a sentence for a person */
export function readOptions(args: readonly string[]): BenchOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '3' },
      connections: { type: 'string', default: '32' },
      rate: { type: 'string', default: '5000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    seconds: readCount('--seconds', values.seconds, 60),
    rounds: readCount('--rounds', values.rounds, 20),
    connections: readCount('--connections', values.connections, 500),
    rate: readCount('--rate', values.rate, 100_000),
  };
}

function readCount(option: string, text: string, most: number): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw new Error(`${option} is "${text}", which is not a whole number from 1 to ${most}.`);
}
