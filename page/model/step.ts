import type { Observation } from '../api-types.ts';
import { purposeOf, type Source, sourceOf } from './rfc.ts';
import type { Message } from './tls-bytes.ts';

export type Lane = 'dns' | 'client' | 'router';

/** One message of the talk between client, DNS and router. */
export interface Step {
  /** Counts from 1 within a visit; part of the step's address. */
  number: number;
  /** ms since the visit began. */
  ms: number;
  from: Lane;
  to: Lane;
  /** The message's own name: `ClientHello`, `alert`, `POST /score`. */
  title: string;
  detail: string;
  tone: 'plain' | 'good' | 'bad' | 'secret' | 'quiet';
  /** A sentence for a reader who meets the message for the first time. */
  purpose: string | null;
  fields: [name: string, value: string][];
  source: Source | null;
  /** The record it came in, and the message in it, where it was in clear. */
  bytes: { record: Uint8Array; message: Message | null } | null;
}

/** A step before it is counted; `ms` on the clock of the stream. */
export type Draft = Omit<Step, 'number'>;
/** An observation of one kind. */
export type Seen<K extends Observation['kind']> = Extract<Observation, { kind: K }>;

/** A step of which only what is special is said. */
export const draft = (
  event: { ms: number },
  from: Lane,
  title: string,
  more: Partial<Draft> = {},
): Draft => ({
  ms: event.ms,
  from,
  to: from === 'client' ? 'router' : 'client',
  title,
  detail: '',
  tone: 'plain',
  purpose: purposeOf(title),
  fields: [],
  source: sourceOf(title),
  bytes: null,
  ...more,
});

/** `3.4 ms`, `1.25 s`. */
export function formatMs(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
