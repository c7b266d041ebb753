import type { Finding } from '../../verify/verdict.ts';

/** A case in which a right client does not pass, because its library does not let it. */
export interface LibraryFinding {
  /** Name of the client. */
  client: string;
  scenario: string;
  finding: Finding;
  /** What the library does, as sentences. */
  why: string;
}

/** Every one that is known: the tests want these and no others, so that a library that mends its ways is noticed. */
export const LIBRARY_FINDINGS: readonly LibraryFinding[] = [
  {
    client: 'java',
    scenario: 'trailing-dot',
    finding: 'never-connected',
    why:
      'HttpClient hands the name to TLS as it stands in the URI, and `SNIHostName` throws `IllegalArgumentException: Server ' +
      'name value of host_name cannot have the trailing dot`: a TCP connection is opened and no ClientHello is sent. ' +
      'Nothing leaks; take the dot off the URI.',
  },
];
