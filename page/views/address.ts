import type { Visit } from '../model/visit-book.ts';
import { href } from '../route.ts';

/** The address of a visit: a connection by its number, what has none by its place in the stream. */
export function addressOf({ id }: Visit): string {
  if (id.startsWith('c')) return href('connection', id.slice(1));
  return href(id.startsWith('d') ? 'dns' : 'change', id.slice(1));
}

/** Time of day with tenths, as the reader's clock has it. */
export function clock(at: string): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${Math.floor(date.getMilliseconds() / 100)}`;
}
