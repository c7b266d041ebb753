import { existsSync } from 'node:fs';
import path from 'node:path';
import { styleText } from 'node:util';
import { wrapLines } from '../common/wrap-text.ts';
import { makeStateFolder } from '../harness/state-folder.ts';
import { chooseScenarios } from '../scenarios/choose.ts';
import { chooseTransport } from '../verify/choose-transport.ts';
import { fail as failVerify } from '../verify/errors.ts';
import { compareFailures } from '../verify/known-failures.ts';
import {
  describeSummary,
  failuresFirst,
  isAsExpected,
  isProblem,
  summarizeResults,
} from '../verify/report/assemble.ts';
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
import { columnsOf } from './terminal-width.ts';
import type { VerifyFlags } from './verify-flags.ts';
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
  const [command = '', ...args] = words;
  const progress = createProgress(scenarios.length);
  const interruption = closeOnSignal(transport);
  const judged: ScenarioReport[] = [];
  let report: VerifyReport;
  try {
    report = await verifyClient({
      client: { command, args, cwd: process.cwd(), timeoutMs: flags.timeout * 1000 },
      scenarios,
      transport,
      version: packageVersion(),
      ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
      onResult: (result) => {
        // What a client does that is ended with its world says nothing.
        if (interruption.status() !== null) return;
        judged.push(result);
        progress.step(result.scenario, !isProblem(result));
      },
    });
  } catch (error) {
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
  if (interrupted !== null) return reportInterrupted(judged, scenarios.length, flags, interrupted);
  if (yesterday !== null) report.known = compareFailures(yesterday.results, report.results).known;
  process.stdout.write(flags.json === true ? `${jsonReport(report)}\n` : `${forPeople(report, flags)}\n`);
  await writeReports(files, report);
  return isAsExpected(report) ? 0 : 1;
}

function forPeople(report: VerifyReport, flags: VerifyFlags): string {
  return wrapLines(textFor(report, flags), columnsOf(process.stdout));
}

function textFor(report: VerifyReport, flags: VerifyFlags): string {
  // A client that does not score where nothing is wrong has to be mended first, whatever was asked of it.
  if (report.baseline !== null && flags.explain !== 'valid') return describeBaseline(report);
  if (flags.explain !== undefined) return explain(report, flags.explain);
  const tried = failuresFirst(report.results).filter(({ verdict }) => verdict !== 'skipped');
  const table = tableOf(tried, flags, report.known);
  return [
    ...describeDiagnosis(report.diagnosis),
    ...(table === '' ? [] : [table, '']),
    ...(tried.some(isProblem) ? [HOW_TO_SEE_MORE, ''] : []),
    ...describeSkipped(report.results),
    describeSummary(report.summary),
    ...(report.known.length === 0 ? [] : [`known before: ${report.known.join(', ')}`]),
  ].join('\n');
}

/** The rows that a person wants to see; empty where there is none. */
function tableOf(tried: ScenarioReport[], flags: VerifyFlags, known: string[]): string {
  // Of the whole catalogue only what failed: a hundred lines of "pass" hide the ten that matter.
  const rows = terminalRows(flags.scenario === undefined ? tried.filter(isProblem) : tried, known);
  if (rows.length === 0) return '';
  return plainTable(
    [...TERMINAL_HEAD],
    rows.map((row) => [mark(row.verdict, row.known), row.scenario, row.expected, row.did, row.left]),
  );
}

/** Prints what was judged before a signal came. @returns the exit status for the signal */
function reportInterrupted(
  judged: readonly ScenarioReport[],
  asked: number,
  flags: VerifyFlags,
  status: number,
): number {
  const tried = failuresFirst(judged).filter(({ verdict }) => verdict !== 'skipped');
  const table = tableOf(tried, flags, []);
  const counted = judged.length === 0 ? '' : `: ${describeSummary(summarizeResults(judged))}`;
  const text = [
    ...(table === '' ? [] : [table, '']),
    `Interrupted after ${judged.length} of ${asked} scenarios${counted}. This is not the whole, and no report is written.`,
  ].join('\n');
  // A program that reads JSON is to find none rather than a part of it.
  const stream = flags.json === true ? process.stderr : process.stdout;
  stream.write(`${wrapLines(text, columnsOf(stream))}\n`);
  return status;
}

/** A quoted line is one word, and no program has such a name. @throws MockError VERIFY_CLIENT_QUOTED */
function requireUnquoted([command = '', ...args]: readonly string[]): void {
  if (args.length > 0 || !/\s/.test(command.trim()) || existsSync(command)) return;
  throw failVerify('VERIFY_CLIENT_QUOTED', { command: command.trim() });
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
  firstAndLast(text.trimEnd().split('\n'))
    .map((line) => `  ${line}`)
    .join('\n');

/** The first line of an error is often the one that says it, and the last one in other languages. */
function firstAndLast(lines: string[], most = 16): string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most / 2), '…', ...lines.slice(-most / 2)];
}

async function readBaseline(file: string): Promise<VerifyReport> {
  const text = await readText(file);
  return parseReport(text, file);
}
