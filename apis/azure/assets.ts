import { AzureError } from './azure-error.ts';
import type { JsonObject } from './json-body.ts';
import { LIMITS } from './limits.ts';

/** What a workspace keeps in versions. */
export const ASSET_KINDS = ['codes', 'environments', 'models'] as const;
/** One of those kinds. */
export type AssetKind = (typeof ASSET_KINDS)[number];

/** One version of an asset: its properties as they were sent. */
export interface Asset {
  name: string;
  version: string;
  properties: JsonObject;
  /** ms since 1970. */
  createdAt: number;
}

/** Codes, environments and models, in memory and within limits. Nothing is run by this. */
export class AssetStore {
  readonly #versions = new Map<string, Asset>();
  readonly #now: () => number;
  #bytes = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(kind: AssetKind, name: string, version: string): Asset | undefined {
    return this.#versions.get(keyOf(kind, name, version));
  }

  /** The versions of one asset, the newest first. */
  list(kind: AssetKind, name: string): Asset[] {
    const prefix = keyOf(kind, name, '');
    return [...this.#versions]
      .filter(([key]) => key.startsWith(prefix))
      .map(([, asset]) => asset)
      .reverse();
  }

  /** @returns whether it is new. @throws AzureError 413 beyond the limits */
  put(kind: AssetKind, name: string, version: string, properties: JsonObject): boolean {
    const key = keyOf(kind, name, version);
    const before = this.#versions.get(key);
    const total = this.#bytes - sizeOf(before?.properties) + sizeOf(properties);
    if (total > LIMITS.assetBytes || (before === undefined && this.#versions.size >= LIMITS.assets)) {
      const message = `The mock keeps ${LIMITS.assets} versions of codes, environments and models with ${LIMITS.assetBytes} bytes together.`;
      throw new AzureError(413, 'RequestEntityTooLarge', message);
    }
    this.#bytes = total;
    this.#versions.set(key, { name, version, properties, createdAt: before?.createdAt ?? this.#now() });
    return before === undefined;
  }
}

const keyOf = (kind: AssetKind, name: string, version: string): string => `${kind}/${name}/${version}`;

const sizeOf = (properties: JsonObject | undefined): number =>
  properties === undefined ? 0 : Buffer.byteLength(JSON.stringify(properties));
