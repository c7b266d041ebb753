import type { Cluster } from './cluster.ts';
import { type JsonObject, objectAt, textAt } from './json.ts';
import { kindNamed } from './kinds.ts';
import type { KubernetesTargets, SharedSecret } from './targets.ts';

const SECRETS = kindNamed('v1', 'Secret');

/**
 * Hands every Secret that changes in the cluster to the harness. What the harness holds itself comes back the same, so
 * that nothing goes round in a circle.
 * @returns a function that ends it
 */
export function shareSecrets({ store }: Cluster, { secrets }: KubernetesTargets): () => void {
  return store.subscribe(({ shelf, type, object }) => {
    if (shelf !== SECRETS.shelf) return;
    const shared = sharedSecret(object);
    const held = secrets.list().find((one) => one.name === shared.name && one.namespace === shared.namespace);
    if (type === 'DELETED') {
      if (held !== undefined) void secrets.remove(shared.namespace, shared.name);
    } else if (held === undefined || !sameSecret(held, shared)) {
      void secrets.put(shared);
    }
  });
}

function sharedSecret(object: JsonObject): SharedSecret {
  return {
    namespace: textAt(object, 'metadata', 'namespace'),
    name: textAt(object, 'metadata', 'name'),
    type: textAt(object, 'type'),
    data: Object.fromEntries(
      Object.entries(objectAt(object, 'data')).map(([key, text]) => [
        key,
        Buffer.from(String(text), 'base64'),
      ]),
    ),
  };
}

function sameSecret(a: SharedSecret, b: SharedSecret): boolean {
  const keys = Object.keys(a.data);
  return (
    a.type === b.type &&
    keys.length === Object.keys(b.data).length &&
    keys.every((key) => Buffer.from(a.data[key] ?? []).equals(Buffer.from(b.data[key] ?? [])))
  );
}
