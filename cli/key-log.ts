import { closeSync, constants, fchmodSync, openSync, writeSync } from 'node:fs';
import type { Logger } from '../common/logger.ts';
import { notWritable } from '../common/not-writable.ts';

/**
 * Opens a file for TLS secrets in NSS key log format. It is for its owner alone, also where it was there before or was
 * rotated away; a symbolic link is not followed.
 *
 * @returns appends a line; the first line that cannot be written ends the log with a warning, and nothing else
 * @throws MockError NOT_WRITABLE where the file cannot be opened
 */
export function openKeyLog(file: string, log: Logger): (line: Buffer) => void {
  try {
    append(file, Buffer.alloc(0));
  } catch (error) {
    throw notWritable(file, error, '--tls-key-log');
  }
  let writes = true;
  return (line) => {
    if (!writes) return;
    try {
      append(file, line);
    } catch (error) {
      writes = false;
      const cause = (error as NodeJS.ErrnoException).code ?? String(error);
      log.warn({ file, cause }, 'The TLS key log cannot be written any more; handshakes go on without it.');
    }
  };
}

function append(file: string, line: Buffer): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW = 0 } = constants;
  const descriptor = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
  try {
    fchmodSync(descriptor, 0o600);
    writeSync(descriptor, line);
  } finally {
    closeSync(descriptor);
  }
}
