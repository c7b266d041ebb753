import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { notWritable } from '../common/not-writable.ts';
import { htmlReport } from '../verify/report/html.ts';
import { jsonReport } from '../verify/report/json.ts';
import { junitReport } from '../verify/report/junit.ts';
import { markdownReport } from '../verify/report/markdown.ts';
import { sarifReport } from '../verify/report/sarif.ts';
import type { VerifyReport } from '../verify/verdict.ts';
import { fail } from './errors.ts';

const WRITERS = {
  junit: junitReport,
  json: jsonReport,
  markdown: markdownReport,
  html: htmlReport,
  sarif: sarifReport,
} as const;

type Format = keyof typeof WRITERS;

export interface ReportFile {
  format: Format;
  file: string;
}

/**
 * Reads `--report FORMAT=FILE`, and looks whether the files can be written before a run is done for them.
 *
 * @throws MockError CLI_BAD_OPTION, NOT_WRITABLE
 */
export async function parseReportOptions(options: readonly string[]): Promise<ReportFile[]> {
  const files = options.map(parseReportOption);
  for (const { file } of files) {
    await probe(path.resolve(file)).catch((error) => Promise.reject(notWritable(file, error, '--report')));
  }
  return files;
}

/** Bytes of a probe: enough that a disk that is full refuses them. */
const PROBE_BYTES = 65_536;

/** Writes something beside the file and removes it again: only that finds a full disk as well. */
async function probe(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found?.isDirectory() === true) throw Object.assign(new Error(), { code: 'EISDIR' });
  if (found !== null) await access(file, constants.W_OK);
  // A device such as /dev/stdout or a pipe has no place beside it to write to.
  if (found !== null && !found.isFile()) return;
  await writeAndRemove(`${file}.${randomUUID()}`);
}

async function writeAndRemove(file: string): Promise<void> {
  try {
    await writeFile(file, Buffer.alloc(PROBE_BYTES), { flag: 'wx' });
  } finally {
    await rm(file, { force: true });
  }
}

function parseReportOption(option: string): ReportFile {
  const [format = '', file = ''] = option.split(/=(.*)/s);
  if (!Object.hasOwn(WRITERS, format) || file === '') {
    const expected = `FORMAT=FILE with one of ${Object.keys(WRITERS).join(', ')}`;
    throw fail('CLI_BAD_OPTION', { option: '--report', value: option, expected });
  }
  return { format: format as Format, file };
}

/** Writes all of them that can be written. @throws MockError NOT_WRITABLE for the first that cannot */
export async function writeReports(files: readonly ReportFile[], report: VerifyReport): Promise<void> {
  const written = await Promise.allSettled(
    files.map(({ format, file }) =>
      writeFile(file, WRITERS[format](report)).catch((error) =>
        Promise.reject(notWritable(file, error, '--report')),
      ),
    ),
  );
  const failed = written.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
