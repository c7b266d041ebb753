import type { Lane, Step } from './step.ts';

/** What of `verify`'s JSON report the page shows. */
export interface Report {
  client: string[];
  via: string;
  startedAt: string;
  durationMs: number;
  /** Missing in reports of older versions. */
  diagnosis?: Diagnosis[];
  results: Result[];
  summary: Record<string, number>;
}

export interface Diagnosis {
  mistake: string;
  certain: boolean;
  title: string;
  scenarios: string[];
  runtime: string | null;
  change: string;
}

export interface Result {
  scenario: string;
  title: string;
  group: string;
  expectation: string;
  verdict: 'pass' | 'fail' | 'advisory' | 'inconclusive' | 'skipped';
  finding: string | null;
  reason: string;
  left: string;
  lesson: string;
  evidence: string[];
  timeline: TimelineEntry[];
}

export interface TimelineEntry {
  ms: number;
  who: 'client' | 'dns' | 'router' | 'process';
  what: string;
  text: string;
}

/**
 * Reads a report that a person dropped onto the page.
 *
 * @throws Error with a sentence for a person where it is none
 */
export function readReport(text: string): Report {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new Error('This file is not JSON. Write the report with "verify --report json=FILE".');
  }
  const report = found as Partial<Report> | null;
  if (!Array.isArray(report?.results) || !Array.isArray(report.client) || report.summary === undefined)
    throw new Error('This JSON is not a report of verify. Write one with "verify --report json=FILE".');
  return report as Report;
}

const TITLES: Readonly<Record<string, string>> = {
  'client-hello': 'ClientHello',
  'tcp-open': 'TCP connection',
  'tcp-close': 'close',
  'application-data': 'encrypted data',
};

/** The timeline of a report as a ladder. Pure. */
export function stepsOf(timeline: readonly TimelineEntry[]): Step[] {
  return timeline.map(({ ms, who, what, text }, index) => {
    const [from, to] = waysOf(who, what);
    const [head, ...rest] = text.split(/(?<=^[^:,]{1,40})[:,] /);
    const known = TITLES[what];
    const title = known ?? head ?? what;
    return {
      number: index + 1,
      ms: Math.max(0, ms),
      from,
      to,
      title,
      detail: known === undefined ? rest.join(': ') : text.replace(/^ClientHello: /, ''),
      tone:
        what === 'alert' && !text.includes('close_notify')
          ? 'bad'
          : what === 'application-data'
            ? 'secret'
            : 'plain',
      purpose: null,
      fields: [['in full', text]],
      source: null,
      bytes: null,
    };
  });
}

function waysOf(who: TimelineEntry['who'], what: string): [Lane, Lane] {
  if (who === 'dns') return ['dns', 'client'];
  if (who === 'process') return ['client', 'client'];
  if (who === 'client') return ['client', what === 'dns-query' ? 'dns' : 'router'];
  return what === 'handshake' || what === 'secret' || what === 'extension'
    ? ['router', 'router']
    : ['router', 'client'];
}
