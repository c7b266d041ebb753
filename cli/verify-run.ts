import path from 'node:path';
import { styleText } from 'node:util';
import { chooseScenarios } from '../scenarios/choose.ts';
import { chooseTransport } from '../verify/choose-transport.ts';
import { compareFailures } from '../verify/known-failures.ts';
import { describeSummary, failuresFirst, isAsExpected, isProblem } from '../verify/report/assemble.ts';
import { jsonReport, parseReport } from '../verify/report/json.ts';
import {
  describeDiagnosis,
  describeSkipped,
  TERMINAL_HEAD,
  terminalRows,
} from '../verify/report/terminal.ts';
import { formatTimeline } from '../verify/timeline.ts';
import type { ScenarioReport, VerifyReport } from '../verify/verdict.ts';
import { verifyClient } from '../verify/verify.ts';
import { closeOnSignal } from './close-on-signal.ts';
import { plainTable } from './plain-table.ts';
import { createProgress } from './progress.ts';
import { readText } from './read-text.ts';
import { parseReportOptions, writeReports } from './report-files.ts';
import type { VerifyFlags } from './verify-flags.ts';
import { openVerifyPage } from './verify-page.ts';
import { packageVersion } from './version.ts';

/**
 * Runs a client through the catalogue and prints what it did.
 *
 * @returns the exit status: 0 as expected, 1 not, 130 or 143 where a signal ended it
 */
export async function verify(words: string[], flags: VerifyFlags): Promise<number> {
  const names = flags.explain === undefined ? (flags.scenario ?? []) : [flags.explain];
  const scenarios = chooseScenarios(names, flags.group ?? []);
  const files = await parseReportOptions(flags.report ?? []);
  const yesterday = flags.baseline === undefined ? null : await readBaseline(flags.baseline);
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
  const [command = '', ...args] = words;
  const progress = createProgress(scenarios.length);
  const { via, reason: viaReason } = transport;
  const page = flags.page === true ? await openVerifyPage({ client: words, via, viaReason }) : null;
  if (page !== null) say(`page: ${page.url}`);
  const interruption = closeOnSignal(transport);
  let report: VerifyReport;
  try {
    report = await verifyClient({
      client: { command, args, cwd: process.cwd(), timeoutMs: flags.timeout * 1000 },
      scenarios,
      transport,
      version: packageVersion(),
      ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
      onResult: (result) => {
        progress.step(result.scenario, !isProblem(result));
        page?.add(result);
      },
    });
  } catch (error) {
    await page?.close();
    // A transport that is closed under way lets its clients fail.
    return interruption.status() ?? Promise.reject(error);
  } finally {
    progress.end();
    await transport.close();
    interruption.forget();
  }
  const interrupted = interruption.status();
  if (interrupted !== null) {
    await page?.close();
    return interrupted;
  }
  if (yesterday !== null) report.known = compareFailures(yesterday.results, report.results).known;
  process.stdout.write(flags.json === true ? `${jsonReport(report)}\n` : `${forPeople(report, flags)}\n`);
  await writeReports(files, report);
  if (page !== null) {
    say(`the run is over; the page stays at ${page.url} until Ctrl-C`);
    await page.finish(report);
    await page.close();
  }
  return isAsExpected(report) ? 0 : 1;
}

function forPeople(report: VerifyReport, flags: VerifyFlags): string {
  if (flags.explain !== undefined) return explain(report, flags.explain);
  if (report.baseline !== null) return describeBaseline(report);
  const tried = failuresFirst(report.results).filter(({ verdict }) => verdict !== 'skipped');
  // Of the whole catalogue only what failed: a hundred lines of "pass" hide the ten that matter.
  const shown = flags.scenario === undefined ? tried.filter(isProblem) : tried;
  const rows = terminalRows(shown, report.known);
  const table = plainTable(
    [...TERMINAL_HEAD],
    rows.map((row) => [mark(row.verdict, row.known), row.scenario, row.expected, row.did, row.left]),
  );
  return [
    ...describeDiagnosis(report.diagnosis),
    ...(rows.length === 0 ? [] : [table, '']),
    ...(tried.some(isProblem) ? [HOW_TO_SEE_MORE, ''] : []),
    ...describeSkipped(report.results),
    describeSummary(report.summary),
    ...(report.known.length === 0 ? [] : [`known before: ${report.known.join(', ')}`]),
  ].join('\n');
}

const HOW_TO_SEE_MORE =
  '--explain NAME shows who said what in one scenario; --report html=FILE has all of them, with the evidence.';

function describeBaseline({ baseline, results }: VerifyReport): string {
  const tried = results.find(({ scenario }) => scenario === 'valid');
  return [
    styleText(
      'red',
      'The client does not score where nothing is wrong, so nothing can be said about it elsewhere.',
    ),
    `Seen: ${baseline?.seen ?? ''}`,
    ...(baseline?.remedies ?? []).map((remedy) => `  - ${remedy}`),
    ...(tried?.evidence ?? []).map((line) => `  ${line}`),
    ...(tried === undefined || tried.stderrTail === '' ? [] : ['It said:', indent(tried.stderrTail)]),
    `${results.filter(isProblem).length} inconclusive`,
  ].join('\n');
}

function explain(report: VerifyReport, name: string): string {
  const found =
    report.results.find(({ scenario }) => scenario !== 'valid' || name === 'valid') ?? report.results[0];
  if (found === undefined) return 'Nothing was run.';
  return [
    `${styleText('bold', found.scenario)}: ${found.title}`,
    found.lesson,
    '',
    formatTimeline(found.timeline),
    '',
    `${mark(found.verdict, false)}  ${found.finding === null ? '' : `${found.finding}: `}${found.reason}`,
    ...found.evidence.map((line) => `  ${line}`),
  ].join('\n');
}

function mark(verdict: ScenarioReport['verdict'], known: boolean): string {
  switch (verdict) {
    case 'pass':
      return styleText('green', 'pass');
    case 'fail':
      return known ? styleText('yellow', 'known') : styleText('red', 'FAIL');
    case 'advisory':
      return styleText('yellow', 'note');
    case 'inconclusive':
      return styleText('red', '?');
    case 'skipped':
      return 'skip';
  }
}

const indent = (text: string): string =>
  text
    .trimEnd()
    .split('\n')
    .slice(-10)
    .map((line) => `  ${line}`)
    .join('\n');

async function readBaseline(file: string): Promise<VerifyReport> {
  const text = await readText(file);
  return parseReport(text, file);
}
