import { formatTimeline } from '../timeline.ts';
import type { ScenarioReport, VerifyReport } from '../verdict.ts';
import { describeSummary, failuresFirst, isAsExpected, isProblem } from './assemble.ts';

/** Bytes; a CI job summary may hold 1 MiB (GitHub), of which other steps want their share. */
const MOST_BYTES = 200_000;

/** Scenarios that a diagnosis names before it only counts the rest. */
const MOST_NAMES = 4;

const MARKS: Readonly<Record<ScenarioReport['verdict'], string>> = {
  fail: '❌ fail',
  inconclusive: '❔ inconclusive',
  advisory: '💡 advisory',
  pass: '✅ pass',
  skipped: '⏭️ skipped',
};

/** The report as Markdown for a CI job summary: the failures with their evidence first, then a table of all. */
export function markdownReport(report: VerifyReport): string {
  const results = failuresFirst(report.results);
  const [known, fresh] = partition(results.filter(isProblem), ({ scenario }) =>
    report.known.includes(scenario),
  );
  const head = [
    `# ${isAsExpected(report) ? '✅' : '❌'} Does the client fail closed? ${describeSummary(report.summary)}`,
    '',
    `Client: ${code(report.client.join(' '))}, via ${code(report.via)} (${plain(report.viaReason)}).`,
    ...(report.baseline === null ? [] : baselineLines(report.baseline)),
    ...diagnosisLines(report.diagnosis),
  ];
  const table = [
    '',
    '## All scenarios',
    '',
    '| verdict | scenario | expected | the client | left it |',
    '|---|---|---|---|---|',
    ...results.map(row),
    '',
  ];
  const fixed = [...head, ...table].join('\n').length;
  return [...head, ...sections(fresh, MOST_BYTES - fixed), ...knownLines(known), ...table].join('\n');
}

function partition<T>(items: readonly T[], is: (item: T) => boolean): [T[], T[]] {
  return [items.filter(is), items.filter((item) => !is(item))];
}

function baselineLines({ seen, remedies }: NonNullable<VerifyReport['baseline']>): string[] {
  return [
    '',
    '> **The client cannot score where nothing is wrong, so its other results say little.**',
    `> ${plain(seen)}`,
    ...remedies.map((remedy) => `> - ${plain(remedy)}`),
  ];
}

function diagnosisLines(diagnosis: VerifyReport['diagnosis']): string[] {
  if (diagnosis.length === 0) return [];
  const items = diagnosis.map(({ mistake, certain, title, scenarios, change }) => {
    const proof = scenarios.slice(0, MOST_NAMES).map(code).join(', ');
    const more = scenarios.length > MOST_NAMES ? ` and ${scenarios.length - MOST_NAMES} more` : '';
    return `1. **${code(mistake)}: ${title}**${certain ? '' : ' (likely)'}. ${plain(change)} Proved by ${proof}${more}.`;
  });
  return ['', '## What to change', '', ...items];
}

/** As many sections as there is room for; what is left out is said, and is in the table all the same. */
function sections(results: readonly ScenarioReport[], room: number): string[] {
  const written: string[] = [];
  let left = room;
  for (const [index, result] of results.entries()) {
    const text = section(result);
    left -= Buffer.byteLength(text);
    if (left < 0) {
      written.push('', `… and ${results.length - index} more; the JSON report has them all.`);
      break;
    }
    written.push(text);
  }
  return written;
}

function section(result: ScenarioReport): string {
  const { scenario, title, importance, finding, verdict, reason, evidence, lesson, timeline } = result;
  return [
    '',
    `## ${MARKS[verdict].split(' ')[0]} ${code(finding ?? verdict)}: ${code(scenario)}`,
    '',
    `**${plain(title)}** (${importance}). The client ${plain(reason)}.`,
    '',
    plain(lesson),
    ...(evidence.length === 0 ? [] : ['', fenced(evidence.join('\n'))]),
    ...(timeline.length === 0
      ? []
      : ['', '<details><summary>Timeline</summary>', '', fenced(formatTimeline(timeline)), '', '</details>']),
  ].join('\n');
}

function knownLines(known: readonly ScenarioReport[]): string[] {
  if (known.length === 0) return [];
  const names = known.map(({ scenario, finding }) => `${code(scenario)} (${finding})`);
  return ['', `Known failures, accepted by the baseline: ${names.join(', ')}.`];
}

function row({ verdict, scenario, expectation, finding, reason, left }: ScenarioReport): string {
  const did = `${finding === null || finding === 'skipped' ? '' : `**${finding}**: `}${plain(reason)}`;
  return `| ${MARKS[verdict]} | ${code(scenario)} | ${expectation} | ${did} | ${plain(left)} |`;
}

/** Keeps text from being read as Markdown or HTML, and in one line so that it fits a cell. */
const plain = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*[\]|~]|(?<!\w)_|_(?!\w)/g, '\\$&')
    .replace(/\s+/g, ' ');

/** A code span, with a fence longer than any run of backticks in it (CommonMark section 6.1). */
function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const fence = '`'.repeat(longestRun(line) + 1);
  return line.includes('`') ? `${fence} ${line} ${fence}` : `${fence}${line}${fence}`;
}

/** A code block, with a fence longer than any run of backticks in it (CommonMark section 4.5). */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${text}\n${fence}`;
}

const longestRun = (text: string): number =>
  Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
