import { describeInspection } from '../secret/describe.ts';
import { inspectSecret } from '../secret/inspect.ts';
import { sourceFromPaths } from '../secret/source.ts';
import { fail } from './errors.ts';

/**
 * `certs check`: would the router serve this secret?
 *
 * @returns the exit status: 0 served, 1 refused
 */
export async function check(
  paths: string[],
  flags: { cname?: string; strict?: boolean; json?: boolean },
): Promise<0 | 1> {
  const source = sourceFromPaths(paths);
  if (source === null) {
    throw fail('CLI_BAD_OPTION', {
      option: '<path...>',
      value: paths.join(' '),
      expected: 'one folder, one manifest, or a certificate and its key',
    });
  }
  const now = new Date();
  const inspection = await inspectSecret(source, {
    cname: flags.cname ?? null,
    now,
    strict: flags.strict ?? false,
  });
  const { lines, report } = describeInspection(inspection, now);
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(report, null, 2)}\n` : `${lines.join('\n')}\n`,
  );
  return inspection.accepted ? 0 : 1;
}
