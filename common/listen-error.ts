import { fail, type MockError } from './errors.ts';

/** Turns what `listen` fails with into the sentence and remedy for the person who chose host and port. */
export function explainListenError(
  error: NodeJS.ErrnoException,
  at: { host: string; port: number; option: string },
): MockError | NodeJS.ErrnoException {
  if (error.code === 'EADDRINUSE') return fail('PORT_IN_USE', at, error);
  if (error.code === 'EACCES') return fail('PORT_NOT_ALLOWED', at, error);
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND')
    return fail('ADDRESS_NOT_HERE', at, error);
  return error;
}
