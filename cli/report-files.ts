import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fail } from '../common/errors.ts';
import { htmlReport } from '../verify/report/html.ts';
import { jsonReport } from '../verify/report/json.ts';
import { junitReport } from '../verify/report/junit.ts';
import { markdownReport } from '../verify/report/markdown.ts';
import { sarifReport } from '../verify/report/sarif.ts';
import type { VerifyReport } from '../verify/verdict.ts';

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

/** Reads `--report FORMAT=FILE`. @throws MockError CLI_BAD_OPTION */
export function parseReportOptions(options: readonly string[]): ReportFile[] {
  return options.map((option) => {
    const [format = '', file = ''] = option.split(/=(.*)/s);
    if (!Object.hasOwn(WRITERS, format) || file === '') {
      const expected = `FORMAT=FILE with one of ${Object.keys(WRITERS).join(', ')}`;
      throw fail('CLI_BAD_OPTION', { option: '--report', value: option, expected });
    }
    return { format: format as Format, file };
  });
}

/** @throws MockError NOT_WRITABLE */
export async function writeReports(files: readonly ReportFile[], report: VerifyReport): Promise<void> {
  for (const { format, file } of files) {
    try {
      await writeFile(file, WRITERS[format](report));
    } catch (error) {
      const cause = (error as NodeJS.ErrnoException).code ?? String(error);
      throw fail(
        'NOT_WRITABLE',
        { path: path.dirname(path.resolve(file)), cause, option: '--report' },
        error,
      );
    }
  }
}
