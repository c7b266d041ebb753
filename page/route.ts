import { signal } from '@preact/signals';

/** Where the reader is: the address behind `#/`, cut at its slashes. `#/connection/12/step/3` is four parts. */
export const route = signal(read());

addEventListener('hashchange', () => {
  route.value = read();
});

function read(): string[] {
  return location.hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decode);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view, to be used as a link. */
export const href = (...parts: (string | number)[]): string =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

/** Goes to a view. `replace` leaves no trace in the history, for steps that a reader would not want to go back through. */
export function go(address: string, replace = false): void {
  if (replace) location.replace(address);
  else location.hash = address;
}
