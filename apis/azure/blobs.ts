import { randomBytes } from 'node:crypto';
import { AzureError } from './azure-error.ts';
import { LIMITS } from './limits.ts';

/**
 * The storage account's part of a blob URL. Account URLs of the SDK are `https://NAME.blob.SUFFIX`, and such a name would
 * have to resolve; a slash in NAME makes the rest of it a path, as local storage emulators have it.
 */
export const ACCOUNT = 'storage';

/** The container that uploads go to. */
export const CONTAINER = 'azureml';

/** One uploaded file. */
export interface Blob {
  bytes: Buffer;
  contentType: string;
  /** The fields `x-ms-meta-…`, names without the prefix. */
  metadata: Record<string, string>;
  etag: string;
  /** ms since 1970. */
  modifiedAt: number;
}

/** Uploaded files, in memory and within limits. */
export class BlobStore {
  readonly #blobs = new Map<string, Blob>();
  readonly #signature = randomBytes(24).toString('base64url');
  readonly #now: () => number;
  #bytes = 0;
  #version = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The query that opens the store: the form of a shared access signature, valid as long as this process. */
  get sasToken(): string {
    const query = {
      sv: '2021-08-06',
      sr: 'c',
      sp: 'racwl',
      se: '2099-01-01T00:00:00Z',
      sig: this.#signature,
    };
    return new URLSearchParams(query).toString();
  }

  /** Whether a query has the signature. */
  isSignedBy(signature: unknown): boolean {
    return signature === this.#signature;
  }

  get(name: string): Blob | undefined {
    return this.#blobs.get(name);
  }

  /** @throws AzureError 413 beyond the limits */
  put(name: string, bytes: Buffer, contentType: string, metadata: Record<string, string>): Blob {
    const before = this.#blobs.get(name);
    const total = this.#bytes - (before?.bytes.length ?? 0) + bytes.length;
    if (total > LIMITS.allBlobsBytes || (before === undefined && this.#blobs.size >= LIMITS.blobs)) {
      const message = `The mock keeps ${LIMITS.blobs} files with ${LIMITS.allBlobsBytes} bytes together; this file is one too many.`;
      throw new AzureError(413, 'RequestBodyTooLarge', message);
    }
    this.#bytes = total;
    const blob = { bytes, contentType, metadata, etag: this.#nextEtag(), modifiedAt: this.#now() };
    this.#blobs.set(name, blob);
    return blob;
  }

  /** @returns undefined where there is no such file */
  setMetadata(name: string, metadata: Record<string, string>): Blob | undefined {
    const known = this.#blobs.get(name);
    if (known === undefined) return undefined;
    const blob = { ...known, metadata, etag: this.#nextEtag(), modifiedAt: this.#now() };
    this.#blobs.set(name, blob);
    return blob;
  }

  /** Names that start with `prefix`, sorted. */
  list(prefix: string): string[] {
    return [...this.#blobs.keys()].filter((name) => name.startsWith(prefix)).sort();
  }

  #nextEtag(): string {
    this.#version += 1;
    return `"0x${this.#version.toString(16).toUpperCase()}"`;
  }
}
