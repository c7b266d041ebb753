import { styleText } from 'node:util';
import { wrapLines } from '../common/wrap-text.ts';
import { describeSummary, failuresFirst, isProblem, summarizeResults } from '../verify/report/assemble.ts';
import {
  describeDiagnosis,
  describeSkipped,
  describeUndecided,
  TERMINAL_HEAD,
  terminalRows,
} from '../verify/report/terminal.ts';
import { formatTimeline } from '../verify/timeline.ts';
import type { ScenarioReport, VerifyReport } from '../verify/verdict.ts';
import { plainTable } from './plain-table.ts';
import type { VerifyFlags } from './verify-flags.ts';

/** Which part of the results a person asked for. */
export type Wanted = Pick<VerifyFlags, 'explain' | 'scenario'>;

/** A report as text for a terminal of so many columns. */
export function describeReport(report: VerifyReport, wanted: Wanted, columns: number): string {
  return wrapLines(textFor(report, wanted, columns), columns);
}

/** What was judged before a signal ended the run, as text for a terminal of so many columns. */
export function describeInterrupted(
  judged: readonly ScenarioReport[],
  asked: number,
  wanted: Wanted,
  columns: number,
): string {
  const tried = failuresFirst(judged).filter(({ verdict }) => verdict !== 'skipped');
  const table = tableOf(tried, wanted, [], columns);
  const counted = judged.length === 0 ? '' : `: ${describeSummary(summarizeResults(judged))}`;
  const text = [
    ...(table === '' ? [] : [table, '']),
    `Interrupted after ${judged.length} of ${asked} scenarios${counted}. This is not the whole, and no report is written.`,
  ].join('\n');
  return wrapLines(text, columns);
}

function textFor(report: VerifyReport, flags: Wanted, columns: number): string {
  // A client that does not score where nothing is wrong has to be mended first, whatever was asked of it.
  if (report.baseline !== null && flags.explain !== 'valid') return describeBaseline(report);
  if (flags.explain !== undefined) return explain(report, flags.explain);
  const tried = failuresFirst(report.results).filter(({ verdict }) => verdict !== 'skipped');
  const table = tableOf(tried, flags, report.known, columns);
  return [
    ...describeDiagnosis(report.diagnosis),
    ...(table === '' ? [] : [table, '']),
    ...describeUndecided(tried),
    ...(tried.some(isProblem) ? [HOW_TO_SEE_MORE, ''] : []),
    ...describeSkipped(report.results),
    describeSummary(report.summary),
    ...(report.known.length === 0 ? [] : [`known before: ${report.known.join(', ')}`]),
  ].join('\n');
}

/** The rows that a person wants to see; empty where there is none. */
function tableOf(tried: ScenarioReport[], flags: Wanted, known: string[], columns: number): string {
  // Of the whole catalogue only what failed: a hundred lines of "pass" hide the ten that matter.
  const rows = terminalRows(flags.scenario === undefined ? tried.filter(isProblem) : tried, known);
  if (rows.length === 0) return '';
  return plainTable(
    [...TERMINAL_HEAD],
    rows.map((row) => [mark(row.verdict, row.known), row.scenario, row.expected, row.did, row.left]),
    columns,
  );
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
