import type { ClusterEvent } from '../../apis/kubernetes/targets.ts';
import type { Observation } from '../../common/observations.ts';
import { ROUTER_NAMESPACE } from './cluster-secrets.ts';

/** What an observation comes to as an event of the cluster. */
type Told = Pick<ClusterEvent, 'type' | 'reason' | 'message' | 'about' | 'component'>;

const service = { kind: 'Service', name: 'azureml-fe', namespace: ROUTER_NAMESPACE };

/**
 * The events that a cluster would have of what was observed: the extension's changes, and what became of the Secret. The
 * same event again raises the count of the first, as Kubernetes does it.
 */
export class ClusterEvents {
  readonly #events = new Map<string, ClusterEvent>();
  readonly #capacity: number;
  #count = 0;

  /** @param capacity how many different events are kept */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /** Oldest first. */
  list(): ClusterEvent[] {
    return [...this.#events.values()];
  }

  /** @param sslSecret the Secret that the extension names, or null @returns whether it was an event */
  note(seen: Observation, sslSecret: string | null): boolean {
    const told = describe(seen, sslSecret);
    if (told === null) return false;
    const at = Date.parse(seen.at);
    const key = [told.reason, told.about.kind, told.about.name, told.message].join('\n');
    const known = this.#events.get(key);
    this.#events.delete(key);
    this.#events.set(
      key,
      known === undefined
        ? { ...told, id: String(++this.#count), firstAt: at, lastAt: at, count: 1 }
        : { ...known, lastAt: at, count: known.count + 1 },
    );
    const [oldest] = this.#events.keys();
    if (this.#events.size > this.#capacity && oldest !== undefined) this.#events.delete(oldest);
    return true;
  }
}

function describe(seen: Observation, sslSecret: string | null): Told | null {
  if (seen.kind === 'extension') {
    const reason = `Extension${seen.event.charAt(0).toUpperCase()}${seen.event.slice(1)}`;
    const type = seen.event === 'refused' ? 'Warning' : 'Normal';
    return { type, reason, message: seen.detail, about: service, component: 'azureml-extension' };
  }
  if (seen.kind !== 'secret') return null;
  const about =
    sslSecret === null || seen.event === 'loaded'
      ? service
      : { kind: 'Secret', name: sslSecret, namespace: ROUTER_NAMESPACE };
  const component = 'azureml-fe';
  switch (seen.event) {
    case 'loaded':
      return { type: 'Normal', reason: 'CertificateServed', message: seen.detail, about, component };
    case 'changed':
      return { type: 'Normal', reason: 'SecretChanged', message: seen.detail, about, component };
    case 'refused':
      return { type: 'Warning', reason: 'SecretRefused', message: seen.detail, about, component };
  }
}
