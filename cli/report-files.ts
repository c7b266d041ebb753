import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MockError } from '../common/errors.ts';
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
    const folder = path.dirname(path.resolve(file));
    await access(folder, constants.W_OK).catch((error) => Promise.reject(notWritable(file, error)));
  }
  return files;
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
      writeFile(file, WRITERS[format](report)).catch((error) => Promise.reject(notWritable(file, error))),
    ),
  );
  const failed = written.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function notWritable(file: string, error: NodeJS.ErrnoException): MockError {
  const cause = error.code ?? String(error);
  return fail('NOT_WRITABLE', { path: path.dirname(path.resolve(file)), cause, option: '--report' }, error);
}
