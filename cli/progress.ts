import { styleText } from 'node:util';

const STDERR = { stream: process.stderr };

export interface Progress {
  step(name: string, good: boolean): void;
  end(): void;
}

/**
 * Live progress on stderr: one line that is rewritten on a terminal, and a line for each bad one elsewhere, so that a
 * CI log stays short.
 */
export function createProgress(total: number): Progress {
  const live = process.stderr.isTTY === true;
  let done = 0;
  let bad = 0;
  return {
    step(name, good) {
      done += 1;
      if (!good) bad += 1;
      if (live) {
        const mark = good ? styleText('green', '✓', STDERR) : styleText('red', '✗', STDERR);
        process.stderr.write(
          `\r\x1b[2K${done}/${total} ${mark} ${name}${bad === 0 ? '' : styleText('red', `  ${bad} bad`, STDERR)}`,
        );
      } else if (!good) {
        process.stderr.write(`${done}/${total} not as described: ${name}\n`);
      }
    },
    end() {
      if (live) process.stderr.write('\r\x1b[2K');
    },
  };
}
