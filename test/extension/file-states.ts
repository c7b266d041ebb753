import type { OpenedFile } from '../../extension/pem-file.ts';

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

const STATES = {
  'valid-pem': { bytes: Buffer.from(PEM) },
  'non-ascii': { bytes: Buffer.from(`# Société\n${PEM}`) },
  'utf8-bom': { bytes: Buffer.from(`\ufeff${PEM}`) },
  'non-utf8': { bytes: Buffer.from(`# Soci\xe9t\xe9\n${PEM}`, 'latin1') },
  'crlf-pem': { bytes: Buffer.from(PEM.replaceAll('\n', '\r\n')) },
  empty: { bytes: Buffer.alloc(0) },
  'not-pem-text': { bytes: Buffer.from('hello\n') },
  'der-like': { bytes: Buffer.from('3082010a02820101', 'hex') },
  missing: { fault: 'missing' },
  directory: { fault: 'directory' },
} as const satisfies Record<string, OpenedFile>;

/** The states of a named file that the CLI distinguishes, and some that it does not. */
export type FileState = keyof typeof STATES;

/** What opening a file in this state gives. */
export function fileOf(state: FileState): OpenedFile {
  return STATES[state];
}
