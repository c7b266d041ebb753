import type { ObservationSummary } from '../common/observation-summary.ts';
import type { Diagnosis } from './diagnosis/mistakes.ts';
import type { TimelineEntry } from './timeline/entry.ts';

/** How one run of a client ended, as seen from outside of it. */
export interface ClientRun {
  /** Null where a signal ended it. */
  exitCode: number | null;
  signal: string | null;
  /** The client had to be ended because its time was up. */
  timedOut: boolean;
  durationMs: number;
  /** A service without a trigger that still ran when it was ended: it has no exit status, and should have none. */
  wentOn?: boolean;
  /** Processes that still ran when it exited. */
  leftRunning?: number;
  /** The last line it printed on stdout; trytls' words are looked for in it. */
  lastLine: string | null;
  /** The beginning and the end of what it printed on stderr. */
  stderrTail: string;
  /** When it was started, ISO 8601. */
  startedAt?: string;
}

/**
 * What there is to say against a client, or why nothing can be said, the worst first. Names are never changed:
 * reports of yesterday are compared with those of today.
 */
export const FINDINGS = [
  /** The bearer key reached a destination that should have been refused, or travelled in clear. */
  'leaked-key',
  /** Bytes of the request did, without the key. */
  'leaked-data',
  /** A broken or refusing answer was taken for a success. */
  'accepted',
  /** The client did not end by itself in the time that it was given. */
  'hung',
  /** A signal such as SIGSEGV ended the client. */
  'crashed',
  /** The connection was refused, or could not be made, and yet a success was reported. */
  'exit-0-after-refusal',
  /** The client should have had its answer and had not, or did not report it. */
  'did-not-score',
  /** Nothing of the client arrived that could be judged. */
  'never-connected',
  /** The fault comes with the answer, and the client never sent its request. */
  'never-asked',
  /** The client says that it cannot be tried with this (trytls: UNSUPPORTED). */
  'unsupported',
  'too-many-retries',
  'no-retry',
  /** The scenario was not run. */
  'skipped',
] as const;

/** One of the findings, by its name in reports. */
export type Finding = (typeof FINDINGS)[number];

/** The judgement about one client in one scenario. */
export interface Verdict {
  /** `inconclusive` where nothing can be said, for instance about a client that never connected. */
  verdict: 'pass' | 'fail' | 'advisory' | 'inconclusive';
  /** Null where the client did what was expected of it. */
  finding: Finding | null;
  /** What the client did, as the predicate of a sentence: "closed the connection after the certificate, …". */
  reason: string;
  /** What was seen, a line each: time, DNS questions, SNI, offered versions, alert, bytes received. */
  evidence: string[];
}

/** One scenario in a report. */
export interface ScenarioReport {
  scenario: string;
  title: string;
  group: string;
  importance: string;
  expectation: string;
  lesson: string;
  verdict: Verdict['verdict'] | 'skipped';
  finding: Finding | null;
  reason: string;
  /** What of the request left the client, and where it arrived. */
  left: string;
  evidence: string[];
  /** When the client was started, ISO 8601; null where it was not. */
  startedAt: string | null;
  exitCode: number | null;
  durationMs: number;
  stderrTail: string;
  observed: ObservationSummary;
  timeline: TimelineEntry[];
}

export interface ReportSummary {
  passed: number;
  failed: number;
  advisory: number;
  inconclusive: number;
  skipped: number;
}

/** Advice for a client that cannot score where nothing is wrong. */
export interface BaselineAdvice {
  /** What was seen of it. */
  seen: string;
  /** What to look at, likeliest first. */
  remedies: string[];
}

/** Everything that one `verify` found out. */
export interface VerifyReport {
  /** As it was typed: `{key}` and its like are not filled in. */
  client: string[];
  via: string;
  /** Why the client was led into its worlds in this way. */
  viaReason: string;
  tool: { name: string; version: string };
  /** ISO 8601. */
  startedAt: string;
  durationMs: number;
  /** Null where the client scores in the baseline scenario, or was not tried there. */
  baseline: BaselineAdvice | null;
  /** The mistakes that the verdicts support, the most dangerous first. */
  diagnosis: Diagnosis[];
  results: ScenarioReport[];
  summary: ReportSummary;
  /** Scenarios whose failure `--baseline` accepts because it is not worse than in the report it was given. */
  known: string[];
}
