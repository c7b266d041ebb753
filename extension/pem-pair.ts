import { readBag, showValue } from './bags.ts';
import type { Refusal, RefusalOutcome } from './decision.ts';
import { type Draft, refuse } from './draft.ts';
import { fail } from './errors.ts';
import { encodePem, type OpenedFile, type OpenFile, type TextFault } from './pem-file.ts';

const PAIR = [
  { key: 'sslCertPemFile', chartKey: 'scoringFe.sslCert', tool: 'x509', entry: 'cert.pem' },
  { key: 'sslKeyPemFile', chartKey: 'scoringFe.sslKey', tool: 'pkey', entry: 'key.pem' },
] as const;

type PairRow = (typeof PAIR)[number];

/** Are both PEM files named? Only the protected bag counts, and one of the two is as good as none. */
export function hasPemPair({ configProtected }: Pick<Draft, 'configProtected'>): boolean {
  return PAIR.every(({ key }) => Boolean(readBag(configProtected, key)));
}

/** Takes the certificate and then the key into the draft. They are not compared, and not looked into. */
export function takePemPair(draft: Draft, openFile: OpenFile): Refusal | null {
  for (const row of PAIR) {
    const path = String(readBag(draft.configProtected, row.key));
    const opened = openFile(path);
    if ('fault' in opened) return refuseFault(row, path, opened);
    const encoded = encodePem(showValue(path), opened.bytes);
    if ('fault' in encoded) return refuseText(row, path, encoded.fault);
    draft.configProtected[row.chartKey] = encoded.base64Of;
  }
  return null;
}

/** What Python calls the errors of the file system that have a class of their own. */
const PYTHON_CLASSES: ReadonlyMap<string, RefusalOutcome> = new Map([
  ['EACCES', 'PermissionError'],
  ['EPERM', 'PermissionError'],
  ['ENOTDIR', 'NotADirectoryError'],
]);

type FileFault = Extract<OpenedFile, { fault: string }>;

function refuseFault({ key }: PairRow, typed: string, opened: FileFault): Refusal {
  const path = showValue(typed);
  switch (opened.fault) {
    case 'missing': {
      const error = fail('EXTENSION_FILE_NOT_FOUND', { key, path, exception: 'FileNotFoundError' });
      return refuse('FileNotFoundError', 'file-not-found', 'python/file-not-found', [path], error);
    }
    case 'directory': {
      const error = fail('EXTENSION_FILE_IS_FOLDER', { key, path, exception: 'IsADirectoryError' });
      return refuse('IsADirectoryError', 'file-is-directory', 'python/is-a-directory', [path], error);
    }
    case 'unreadable': {
      const outcome = PYTHON_CLASSES.get(opened.cause) ?? 'OSError';
      const values = { key, path, cause: opened.cause, exception: outcome };
      const error = fail('EXTENSION_FILE_UNREADABLE', values);
      return refuse(outcome, 'file-unreadable', 'python/os', [path], error);
    }
  }
}

const NOT_UTF8 = {
  'not-utf8': 'EXTENSION_FILE_NOT_UTF8',
  utf16: 'EXTENSION_FILE_UTF16',
  'other-encoding': 'EXTENSION_FILE_OTHER_ENCODING',
} as const;

function refuseText({ key, tool, entry }: PairRow, typed: string, fault: TextFault): Refusal {
  const path = showValue(typed);
  if (fault !== 'not-ascii') {
    const values = { key, path, tool, entry, exception: 'UnicodeDecodeError' };
    const error = fail(NOT_UTF8[fault], values);
    return refuse('UnicodeDecodeError', 'not-utf8', 'python/unicode-decode', [], error);
  }
  const error = fail('EXTENSION_FILE_NOT_ASCII', { key, path, exception: 'UnicodeEncodeError' });
  return refuse('UnicodeEncodeError', 'non-ascii', 'python/unicode-encode', [], error);
}
