import { randomUUID } from 'node:crypto';
import { rfc3339 } from './age.ts';
import { type Allocator, withDefaults } from './defaults.ts';
import { baseObjects } from './derived/base-objects.ts';
import { runControllers } from './derived/controllers.ts';
import type { BaseObject, ControlledCluster } from './derived/names.ts';
import { type JsonObject, listAt, numberAt, objectAt, same, textAt } from './json.ts';
import { apiVersionOf, KINDS, type Kind, kindNamed, kindOfObject } from './kinds.ts';
import { ObjectStore } from './object-store.ts';
import type { KubernetesTargets } from './targets.ts';

const SERVICE = kindNamed('v1', 'Service');

/**
 * The objects of the cluster and what keeps them true: what the extension and the harness make of it, and the
 * controllers that a real cluster runs.
 *
 * An object that comes from the facts is written when the facts change, and left alone in between: a person may scale
 * the router or delete its Service, and the next update of the extension undoes that.
 */
export class Cluster implements ControlledCluster {
  readonly store = new ObjectStore();
  readonly #targets: KubernetesTargets;
  readonly #base = new Map<string, BaseObject>();
  readonly #serverAddress: { address: string; port: number };
  #bornAt: number | null = null;
  #nextIp = 10;
  #nextPort = 30_000;

  constructor(targets: KubernetesTargets, server: { address: string; port: number }) {
    this.#targets = targets;
    this.#serverAddress = server;
    // What the extension made is as old as the extension, however late this API opens.
    this.#bornAt = targets.router().installedAt;
    this.sync();
    this.#bornAt = null;
  }

  /** ms since 1970. */
  now(): number {
    return this.#targets.now?.() ?? Date.now();
  }

  /** The time of a change that is made now, RFC 3339. */
  time(): string {
    return rfc3339(this.#bornAt ?? this.now());
  }

  readonly allocator: Allocator = {
    clusterIp: () => {
      const taken = new Set(this.store.list(SERVICE, '').map((one) => textAt(one, 'spec', 'clusterIP')));
      do this.#nextIp++;
      while (taken.has(this.#ip(this.#nextIp)));
      return this.#ip(this.#nextIp);
    },
    nodePort: () => {
      const taken = new Set(
        this.store
          .list(SERVICE, '')
          .flatMap((one) => listAt(one, 'spec', 'ports').map((port) => numberAt(port, 'nodePort'))),
      );
      do this.#nextPort = this.#nextPort >= 32_767 ? 30_000 : this.#nextPort + 1;
      while (taken.has(this.#nextPort));
      return this.#nextPort;
    },
  };

  /** Brings the objects up to date with the facts. Cheap where nothing changed. */
  sync(): void {
    const wanted = baseObjects(this.#targets, this.#serverAddress);
    for (const [key, { kind, object }] of this.#base) {
      if (wanted.has(key)) continue;
      this.#base.delete(key);
      this.store.remove(kind, textAt(object, 'metadata', 'namespace'), textAt(object, 'metadata', 'name'));
    }
    for (const [key, base] of wanted) {
      const known = this.#base.get(key);
      if (known !== undefined && known.mark === base.mark && same(known.object, base.object)) continue;
      this.#base.set(key, base);
      this.#write(base);
    }
    runControllers(this);
  }

  /** Whether a replica of the router, by index, passes its readiness probe. A replica beyond those known does. */
  isReady(index: number): boolean {
    return this.#targets.router().ready[index] ?? true;
  }

  /** At least 1. */
  nodeCount(): number {
    return Math.max(1, this.#targets.router().nodes);
  }

  /** A new object with what every object has. */
  fresh(kind: Kind, object: JsonObject, time = this.time()): JsonObject {
    const filled = withDefaults(kind.kind, object, null, this.allocator);
    return {
      ...filled,
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: { ...objectAt(filled, 'metadata'), uid: randomUUID(), creationTimestamp: time },
    };
  }

  /** Keeps an object that the cluster itself makes, unless it is there already in that form. */
  keep(kind: Kind, object: JsonObject, time?: string): void {
    const metadata = objectAt(object, 'metadata');
    const live = this.store.get(kind, textAt(metadata, 'namespace'), textAt(metadata, 'name'));
    if (live === undefined) {
      this.store.put(kind, this.fresh(kind, object, time));
      return;
    }
    const filled = withDefaults(kind.kind, object, live, this.allocator);
    const { resourceVersion: _, ...old } = objectAt(live, 'metadata');
    const { generation, ...own } = objectAt(filled, 'metadata');
    const spec = same(live.spec, filled.spec);
    const grown = numberAt(old, 'generation') ?? generation;
    const next = {
      ...filled,
      kind: kind.kind,
      apiVersion: apiVersionOf(kind),
      metadata: {
        ...own,
        ...pick(old, ['uid', 'creationTimestamp']),
        ...(generation === undefined
          ? {}
          : { generation: typeof grown === 'number' ? grown + (spec ? 0 : 1) : 1 }),
      },
    };
    if (!same({ ...live, metadata: old }, next)) this.store.put(kind, next);
  }

  /** Removes everything in a namespace. */
  emptyNamespace(namespace: string): void {
    for (const kind of KINDS) {
      if (!kind.namespaced) continue;
      for (const object of this.store.list(kind, namespace)) {
        this.store.remove(kind, namespace, textAt(object, 'metadata', 'name'));
      }
    }
  }

  /** Removes what an object owned, and what that owned. */
  removeDependents(uid: string): void {
    for (const kind of KINDS) {
      for (const object of this.store.list(kind, '')) {
        const metadata = objectAt(object, 'metadata');
        const owned = listAt(metadata, 'ownerReferences').some((one) => textAt(one, 'uid') === uid);
        if (!owned) continue;
        this.store.remove(kind, textAt(metadata, 'namespace'), textAt(metadata, 'name'));
        this.removeDependents(textAt(metadata, 'uid'));
      }
    }
  }

  #write({ kind, object, createdAt }: BaseObject): void {
    const namespace = textAt(object, 'metadata', 'namespace');
    const namespaces = kindNamed('v1', 'Namespace');
    if (namespace !== '' && this.store.get(namespaces, '', namespace) === undefined) {
      this.keep(namespaces, { metadata: { name: namespace } }, rfc3339(createdAt));
    }
    const live = this.store.get(kind, namespace, textAt(object, 'metadata', 'name'));
    if (kind.kind === 'Event') {
      this.keep(kind, this.#withUid(object), rfc3339(createdAt));
      return;
    }
    // A Secret that a client labelled or applied keeps its metadata when the harness changes its data.
    const shared =
      live !== undefined && kind.kind === 'Secret'
        ? { ...unversioned(live), ...pick(object, ['data', 'type']) }
        : object;
    this.keep(kind, shared, rfc3339(createdAt));
  }

  /** An event with the uid of what it is about: `kubectl describe` selects events by it. */
  #withUid(event: JsonObject): JsonObject {
    const about = objectAt(event, 'involvedObject');
    const kind = kindOfObject(textAt(about, 'apiVersion'), textAt(about, 'kind'));
    const found =
      kind && this.store.get(kind, kind.namespaced ? textAt(about, 'namespace') : '', textAt(about, 'name'));
    const uid = textAt(found, 'metadata', 'uid');
    return uid === '' ? event : { ...event, involvedObject: { ...about, uid } };
  }

  #ip(index: number): string {
    return `10.0.${Math.floor(index / 250) % 250}.${(index % 250) + 2}`;
  }
}

/** An object without the version that the store gave it. */
function unversioned(object: JsonObject): JsonObject {
  const { resourceVersion: _, ...metadata } = objectAt(object, 'metadata');
  return { ...object, metadata };
}

function pick(object: JsonObject, keys: string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => (object[key] === undefined ? [] : [[key, object[key] ?? null]])),
  );
}
