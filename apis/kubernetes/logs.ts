import { badRequest } from './api-error.ts';
import { type JsonObject, listAt, textAt } from './json.ts';
import { wholeNumber } from './reads.ts';
import type { LogLine } from './targets.ts';

/** Chooses the container of a pod whose log is asked for. @throws ApiError 400 in the words of the real server */
export function containerOf(pod: JsonObject, query: URLSearchParams): string {
  const names = listAt(pod, 'spec', 'containers').map((one) => textAt(one, 'name'));
  const asked = query.get('container') ?? '';
  const name = textAt(pod, 'metadata', 'name');
  if (asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${name}`);
  }
  const [first = ''] = names;
  if (names.length === 1) return first;
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
}

/** The lines that a query asks for: `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes`. */
export function logText(lines: LogLine[], query: URLSearchParams, now: number): string {
  const seconds = wholeNumber(query, 'sinceSeconds');
  const since = Date.parse(query.get('sinceTime') ?? '');
  const recent = lines
    .filter(({ at }) => seconds === 0 || at >= now - seconds * 1000)
    .filter(({ at }) => Number.isNaN(since) || at >= since);
  const tail = query.has('tailLines')
    ? recent.slice(recent.length - Math.min(recent.length, wholeNumber(query, 'tailLines')))
    : recent;
  const text = tail.map((line) => written(line, query)).join('');
  const limit = wholeNumber(query, 'limitBytes');
  return limit === 0 ? text : Buffer.from(text).subarray(0, limit).toString();
}

/** A line as the log shows it. */
export function written({ at, text }: LogLine, query: URLSearchParams): string {
  const stamped = query.get('timestamps') === 'true' ? `${new Date(at).toISOString()} ` : '';
  return `${stamped}${text}\n`;
}
