import { validatorOf } from '../../common/lazy-schemas.ts';
import { fail } from '../errors.ts';
import type { VerifyReport } from '../verdict.ts';
import { VerifyReportSchema } from './schema.ts';

/** The report as JSON, by the schema in `docs/schemas/verify-report.json`. */
export function jsonReport(report: VerifyReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * Reads a report that an earlier run wrote.
 *
 * @param file its name, for the error
 * @throws MockError VERIFY_BAD_REPORT
 */
export function parseReport(text: string, file: string): VerifyReport {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw fail('VERIFY_BAD_REPORT', { file, problem: (error as Error).message }, error);
  }
  const isReport = validatorOf<VerifyReport>(VerifyReportSchema);
  if (isReport(value)) return value;
  const [first] = isReport.errors ?? [];
  const problem = `${first?.instancePath || 'the whole'} ${first?.message ?? 'is something else'}`;
  throw fail('VERIFY_BAD_REPORT', { file, problem });
}
