import { existsSync } from 'node:fs';
import path from 'node:path';
import { makeStateFolder } from '../harness/state-folder.ts';
import { chooseScenarios } from '../scenarios/choose.ts';
import { adviseOnEnvironment } from '../verify/advise-on-environment.ts';
import { chooseTransport } from '../verify/choose-transport.ts';
import { fail as failVerify } from '../verify/errors.ts';
import { compareFailures } from '../verify/known-failures.ts';
import type { Transport } from '../verify/lane.ts';
import { isAsExpected, isProblem } from '../verify/report/assemble.ts';
import { jsonReport, parseReport } from '../verify/report/json.ts';
import { type ServiceSpec, serviceSpec, whyNotForService } from '../verify/service.ts';
import type { ScenarioReport, VerifyReport } from '../verify/verdict.ts';
import { verifyClient } from '../verify/verify.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { fail } from './errors.ts';
import { createProgress } from './progress.ts';
import { readText } from './read-text.ts';
import { parseReportOptions, writeReports } from './report-files.ts';
import { columnsOf } from './terminal-width.ts';
import type { VerifyFlags } from './verify-flags.ts';
import { openVerifyPage } from './verify-page.ts';
import { describeInterrupted, describeReport } from './verify-text.ts';
import { packageVersion } from './version.ts';

/**
 * Runs a client through the catalogue and prints what it did.
 *
 * @returns the exit status: 0 as expected, 1 not, 130 or 143 where a signal ended it
 */
export async function verify(words: string[], flags: VerifyFlags): Promise<number> {
  requireUnquoted(words);
  const names = flags.explain === undefined ? (flags.scenario ?? []) : [flags.explain];
  const scenarios = chooseScenarios(names, flags.group ?? []);
  const files = await parseReportOptions(flags.report ?? []);
  const yesterday = flags.baseline === undefined ? null : await readBaseline(flags.baseline);
  await makeStateFolder(flags.state);
  const transport = await chooseTransport({
    via: flags.via ?? null,
    image: flags.image ?? null,
    stateDir: path.join(flags.state, 'authority'),
    systemTrust: flags.systemTrust ?? false,
  });
  const say = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  say(`via ${transport.via}: ${transport.reason}`);
  for (const line of adviseOnEnvironment(process.env, transport.via)) say(line);
  const { service: line } = flags;
  const [command = '', ...args] = line === undefined ? words : ['sh', '-c', line];
  const service = line === undefined ? null : serviceSpec(flags);
  const progress = createProgress(scenarios.length);
  const { via, reason: viaReason } = transport;
  const page =
    flags.page === true ? await openVerifyPage({ client: [command, ...args], via, viaReason }) : null;
  if (page !== null) say(`page: ${page.url}`);
  const interruption = closeOnSignal(transport);
  const judged: ScenarioReport[] = [];
  let report: VerifyReport;
  try {
    report = await verifyClient({
      client: {
        ...{ command, args, cwd: process.cwd(), timeoutMs: flags.timeout * 1000 },
        ...(service === null ? {} : { service }),
      },
      scenarios,
      transport: service === null ? transport : forService(transport, service),
      version: packageVersion(),
      ...jobsOf(flags, transport),
      onResult: (result) => {
        // What a client does that is ended with its world says nothing.
        if (interruption.status() !== null) return;
        judged.push(result);
        progress.step(result.scenario, !isProblem(result));
        page?.add(result);
      },
    });
  } catch (error) {
    await page?.close();
    // A transport that is closed under way lets its clients fail.
    const status = interruption.status();
    if (status === null) throw error;
    progress.end();
    return reportInterrupted(judged, scenarios.length, flags, status);
  } finally {
    progress.end();
    await transport.close();
    interruption.forget();
  }
  const interrupted = interruption.status();
  if (interrupted !== null) {
    await page?.close();
    return reportInterrupted(judged, scenarios.length, flags, interrupted);
  }
  if (yesterday !== null) report.known = compareFailures(yesterday.results, report.results).known;
  process.stdout.write(
    flags.json === true
      ? `${jsonReport(report)}\n`
      : `${describeReport(report, flags, columnsOf(process.stdout))}\n`,
  );
  await writeReports(files, report);
  if (page !== null) {
    say(`the run is over; the page stays at ${page.url} until Ctrl-C`);
    await page.finish(report);
    await page.close();
  }
  return isAsExpected(report) ? 0 : 1;
}

/** Services listen on ports of their own, and only in namespaces can two of them have the same. */
function jobsOf({ jobs, service }: VerifyFlags, { via }: Transport): { jobs?: number } {
  if (jobs !== undefined) return { jobs };
  return service !== undefined && via !== 'netns' ? { jobs: 1 } : {};
}

/** @throws MockError CLI_BAD_OPTION where the client would be in a container */
function forService(transport: Transport, service: ServiceSpec): Transport {
  if (transport.via === 'docker') {
    throw fail('CLI_BAD_OPTION', {
      option: '--via',
      value: 'docker',
      expected: 'another way with --service',
    });
  }
  return {
    ...transport,
    skips: (scenario) => transport.skips(scenario) ?? whyNotForService(scenario, service),
  };
}

/** Prints what was judged before a signal came. @returns the exit status for the signal */
function reportInterrupted(
  judged: readonly ScenarioReport[],
  asked: number,
  flags: VerifyFlags,
  status: number,
): number {
  // A program that reads JSON is to find none rather than a part of it.
  const stream = flags.json === true ? process.stderr : process.stdout;
  stream.write(`${describeInterrupted(judged, asked, flags, columnsOf(stream))}\n`);
  return status;
}

/** A quoted line is one word, and no program has such a name. @throws MockError VERIFY_CLIENT_QUOTED */
function requireUnquoted([command = '', ...args]: readonly string[]): void {
  if (args.length > 0 || !/\s/.test(command.trim()) || existsSync(command)) return;
  throw failVerify('VERIFY_CLIENT_QUOTED', { command: command.trim() });
}

async function readBaseline(file: string): Promise<VerifyReport> {
  const text = await readText(file);
  return parseReport(text, file);
}
