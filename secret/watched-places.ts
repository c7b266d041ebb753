import { dirname, join } from 'node:path';
import type { SecretSource } from './raw-secret.ts';
import { MANIFEST_ENDINGS } from './secrets-dir.ts';

/** The files whose bytes make up a secret, and the folders in which something happens when they change. */
export interface WatchedPlaces {
  files: string[];
  folders: string[];
}

/** Where to look for changes of a source. A minted pair has no place on disk. */
export function watchedPlaces(source: SecretSource): WatchedPlaces {
  switch (source.kind) {
    case 'secret': {
      const folder = join(source.secretsDir, source.name);
      const manifests = MANIFEST_ENDINGS.map((ending) => folder + ending);
      return { files: [...pairIn(folder), ...manifests], folders: [source.secretsDir, folder] };
    }
    case 'folder':
      return { files: pairIn(source.path), folders: [dirname(source.path), source.path] };
    case 'manifest':
      return { files: [source.file], folders: [dirname(source.file)] };
    case 'files': {
      const files = [source.certFile, source.keyFile];
      return { files, folders: [...new Set(files.map((file) => dirname(file)))] };
    }
    case 'inline':
      return { files: [], folders: [] };
  }
}

const pairIn = (folder: string): string[] => [join(folder, 'cert.pem'), join(folder, 'key.pem')];
