import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface FuzzOptions {
  /** Generators to run, in the order in which they were named. */
  names: readonly string[];
  /** For each generator. */
  seconds: number;
  seed: number;
  /** A file that an earlier run wrote; null without `--replay`. */
  replay: string | null;
}

/** The help of `npm run fuzz`. */
export const usage = (names: readonly string[]): string => `npm run fuzz -- [NAME…] [options]

Sends inputs of a seed to a router, while an honest client asks it every 100 ms. All generators where none is named:
${names.join(', ')}

  --seconds N    how long each generator runs (20)
  --minutes N    the same in minutes
  --seed N       0 to 4294967295; a random one without it. It is printed
  --replay FILE  sends the inputs of a file that an earlier run wrote`;

/** @returns null for `--help` @throws Error with a sentence for a wrong option or name */
export function readOptions(args: readonly string[], known: readonly string[]): FuzzOptions | null {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      minutes: { type: 'string' },
      seed: { type: 'string' },
      replay: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const unknown = positionals.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no generator. The generators are ${known.join(', ')}.`);
  const seconds =
    values.minutes === undefined
      ? number('--seconds', values.seconds ?? '20', 1, 86_400)
      : number('--minutes', values.minutes, 1, 1440) * 60;
  return {
    names: positionals.length > 0 ? positionals : known,
    seconds,
    seed: values.seed === undefined ? randomInt(2 ** 32) : number('--seed', values.seed, 0, 2 ** 32 - 1),
    replay: values.replay ?? null,
  };
}

/** @throws Error naming the option and the value */
export function number(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new Error(`${option} takes a whole number from ${least} to ${most}, not "${text}".`);
}
