import { closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';

/** What opening a file gives: its bytes, or why there are none. */
export type OpenedFile =
  | { bytes: Uint8Array }
  | { fault: 'missing' | 'directory' }
  | { fault: 'unreadable'; cause: string };

/** Opens a file by the path that was typed. Handed in, so that the decisions touch no disk themselves. */
export type OpenFile = (path: string) => OpenedFile;

/** What the CLI makes of the text of a PEM file; it looks at the encoding and at nothing else. */
export type EncodedPem = { base64Of: string } | { fault: TextFault };

/** `utf16` and `other-encoding` are text that is no UTF-8, `not-utf8` is no text at all. */
export type TextFault = 'not-utf8' | 'utf16' | 'other-encoding' | 'not-ascii';

/**
 * Encodes a PEM file as the CLI does: read as UTF-8 text with line ends made LF, turned to ASCII, then to base64.
 *
 * @returns instead of the base64, which for a key is the key, a text that stands for it; an empty file gives ''
 */
export function encodePem(name: string, bytes: Uint8Array): EncodedPem {
  const text = decodeUtf8(bytes);
  if (text === null) return { fault: faultOf(bytes) };
  // Not the BOM alone is the fault: whatever is not ASCII is, and it is part of the text here as it is in the CLI.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII includes the control characters
  if (!/^[\x00-\x7f]*$/.test(text)) return { fault: 'not-ascii' };
  if (text === '') return { base64Of: '' };
  return { base64Of: `<base64 of ${name}${text.includes('\r') ? ' with LF line ends' : ''}>` };
}

/** Why bytes are no UTF-8: another encoding, where the armour of PEM is to be seen in them. */
function faultOf(bytes: Uint8Array): TextFault {
  const seen = Buffer.from(bytes);
  if (seen.includes('-----BEGIN ', 'latin1')) return 'other-encoding';
  const swapped = Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
  return [seen, swapped].some((each) => each.includes('-----BEGIN ', 'utf16le')) ? 'utf16' : 'not-utf8';
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Opens files on disk for the decisions. Relative paths start at `folder`, the current one if none is given. */
export function openInFolder(folder = process.cwd()): OpenFile {
  return (name) => {
    const file = path.resolve(folder, name);
    try {
      const stats = statSync(file);
      if (stats.isDirectory()) return { fault: 'directory' };
      // Reading a FIFO waits for a writer that may never come.
      if (!stats.isFile()) return { fault: 'unreadable', cause: 'not a plain file' };
      const bytes = readAtMost(file, MAX_PEM_FILE);
      return bytes === null ? { fault: 'unreadable', cause: `larger than ${MAX_PEM_FILE} bytes` } : { bytes };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : null;
      if (code === null) throw error;
      return code === 'ENOENT' ? { fault: 'missing' } : { fault: 'unreadable', cause: code };
    }
  };
}

/** A Kubernetes Secret holds 1 MiB at most, and so does a PEM file that becomes one, bytes. */
const MAX_PEM_FILE = 1024 * 1024;

/** @returns null where there is more. Files under /proc have no size before they are read, and reading some of them waits. */
function readAtMost(file: string, limit: number): Buffer | null {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(limit + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length <= limit; length += read) {
      read = readSync(descriptor, bytes, length, bytes.length - length, null);
    }
    return length > limit ? null : bytes.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
