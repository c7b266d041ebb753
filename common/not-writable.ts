import { statSync } from 'node:fs';
import path from 'node:path';
import { fail, type MockError } from './errors.ts';
import { quoteWord } from './texts.ts';

interface Explanation {
  why: string;
  remedy: string;
}

/**
 * The error for a file or folder that cannot be written, with the remedy for the reason that the system gave.
 *
 * @param place the file or folder that was to be written
 * @param option that names it on the command line
 */
export function notWritable(place: string, error: unknown, option: string): MockError {
  const cause = (error as NodeJS.ErrnoException).code ?? String(error);
  const { why, remedy } = explain(path.resolve(place), cause, option);
  return fail('NOT_WRITABLE', { path: place, why, cause, remedy }, error);
}

function explain(place: string, cause: string, option: string): Explanation {
  switch (cause) {
    case 'ENOSPC':
    case 'EDQUOT':
      return {
        why: 'the disk, or the share of it that this user has, is full',
        remedy: `Free space there, or choose another disk with ${option}.`,
      };
    case 'EROFS':
      return {
        why: 'the file system is read-only',
        remedy: `Choose a place on another one with ${option}.`,
      };
    case 'ENOENT': {
      const missing = firstMissing(path.dirname(place));
      return {
        why: `the folder ${missing} does not exist`,
        remedy: `Create it with "mkdir -p ${quoteWord(path.dirname(place))}", or choose another place with ${option}.`,
      };
    }
    case 'ENOTDIR':
    case 'EEXIST':
      return {
        why: `${fileInTheWay(place)} is a file, and a folder is needed there`,
        remedy: `Move that file away, or name a folder with ${option}.`,
      };
    case 'EISDIR':
      return {
        why: 'it is a folder, and a file is to be written',
        remedy: `Name a file with ${option}, such as ${quoteWord(path.join(place, 'FILE'))}.`,
      };
    default:
      return {
        why: 'the system does not permit it',
        remedy: `Make it writable for this user, or choose another place with ${option}.`,
      };
  }
}

/** The first folder on the way to `folder` that does not exist, or `folder` itself. */
function firstMissing(folder: string): string {
  const parent = path.dirname(folder);
  return parent === folder || kindOf(parent) !== null ? folder : firstMissing(parent);
}

/** The file on the way to `place` that would have to be a folder, or `place` itself. */
function fileInTheWay(place: string): string {
  if (kindOf(place) === 'file') return place;
  const parent = path.dirname(place);
  return parent === place ? place : fileInTheWay(parent);
}

function kindOf(place: string): 'file' | 'folder' | null {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return null;
  return found.isDirectory() ? 'folder' : 'file';
}
