import { ApiError, expired } from './api-error.ts';
import { type JsonObject, textAt } from './json.ts';
import type { Kind } from './kinds.ts';
import { LIMITS } from './limits.ts';

/** A change of one object, as watches see it. */
export interface StoreEvent {
  version: number;
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  shelf: string;
  object: JsonObject;
  /** The object before the change; a watch with a selector needs it. */
  before: JsonObject | null;
}

/**
 * The objects of the cluster, in memory, by shelf (see `Kind.shelf`), namespace and name, with one counter for the
 * resource versions. Objects are replaced, never changed in place, so that readers can keep them.
 */
export class ObjectStore {
  readonly #shelves = new Map<string, Map<string, JsonObject>>();
  readonly #sizes = new WeakMap<JsonObject, number>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #history: StoreEvent[] = [];
  #forgotten = 0;
  #version = 1;
  #count = 0;
  #bytes = 0;

  /** The resource version of the last change. */
  get version(): number {
    return this.#version;
  }

  get(kind: Kind, namespace: string, name: string): JsonObject | undefined {
    return this.#shelves.get(kind.shelf)?.get(`${namespace}/${name}`);
  }

  /** The objects of a kind, in one namespace or in all (''), sorted by namespace and name. */
  list(kind: Kind, namespace: string): JsonObject[] {
    const shelf = this.#shelves.get(kind.shelf) ?? new Map<string, JsonObject>();
    const prefix = namespace === '' ? '' : `${namespace}/`;
    return Array.from(shelf.keys())
      .filter((key) => key.startsWith(prefix))
      .sort()
      .map((key) => shelf.get(key))
      .filter((object) => object !== undefined);
  }

  /**
   * Keeps an object, new or changed, under the next resource version.
   * @returns the object with that version
   * @throws ApiError 507 where the store is full
   */
  put(kind: Kind, object: JsonObject): JsonObject {
    const shelf = this.#shelves.get(kind.shelf) ?? new Map<string, JsonObject>();
    this.#shelves.set(kind.shelf, shelf);
    const key = keyOf(object);
    const before = shelf.get(key) ?? null;
    const metadata = object.metadata as JsonObject;
    const kept: JsonObject = {
      ...object,
      metadata: { ...metadata, resourceVersion: String(this.#version + 1) },
    };
    this.#makeRoom(before, kept);
    shelf.set(key, kept);
    this.#publish({ type: before === null ? 'ADDED' : 'MODIFIED', shelf: kind.shelf, object: kept, before });
    return kept;
  }

  /** Removes an object, if it is there. */
  remove(kind: Kind, namespace: string, name: string): JsonObject | undefined {
    const shelf = this.#shelves.get(kind.shelf);
    const before = shelf?.get(`${namespace}/${name}`);
    if (shelf === undefined || before === undefined) return undefined;
    shelf.delete(`${namespace}/${name}`);
    this.#count--;
    this.#bytes -= this.#sizes.get(before) ?? 0;
    const metadata = before.metadata as JsonObject;
    const last = { ...before, metadata: { ...metadata, resourceVersion: String(this.#version + 1) } };
    this.#publish({ type: 'DELETED', shelf: kind.shelf, object: last, before });
    return before;
  }

  /**
   * The changes of a kind after a resource version, oldest first.
   * @throws ApiError 410 where they are forgotten
   */
  since(kind: Kind, version: number): StoreEvent[] {
    if (version < this.#forgotten) throw expired(version, this.#forgotten);
    return this.#history.filter((event) => event.shelf === kind.shelf && event.version > version);
  }

  /** Calls `listener` for each change. @returns a function that ends it */
  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #makeRoom(before: JsonObject | null, after: JsonObject): void {
    const bytes = JSON.stringify(after).length;
    const grown = bytes - (before === null ? 0 : (this.#sizes.get(before) ?? 0));
    if ((before === null && this.#count >= LIMITS.OBJECTS) || this.#bytes + grown > LIMITS.STORE) {
      throw new ApiError(
        507,
        'InsufficientStorage',
        `azureml-fe-mock keeps at most ${LIMITS.OBJECTS} objects and ${LIMITS.STORE} bytes; delete some`,
      );
    }
    if (before === null) this.#count++;
    this.#sizes.set(after, bytes);
    this.#bytes += grown;
  }

  #publish(event: Omit<StoreEvent, 'version'>): void {
    this.#version++;
    const published = { ...event, version: this.#version };
    this.#history.push(published);
    if (this.#history.length > LIMITS.HISTORY * 2) {
      this.#history = this.#history.slice(-LIMITS.HISTORY);
      this.#forgotten = (this.#history[0]?.version ?? 1) - 1;
    }
    for (const listener of this.#listeners) listener(published);
  }
}

function keyOf(object: JsonObject): string {
  return `${textAt(object, 'metadata', 'namespace')}/${textAt(object, 'metadata', 'name')}`;
}
