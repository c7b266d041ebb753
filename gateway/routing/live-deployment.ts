import { Pool } from 'undici';
import type { Logger } from '../../common/logger.ts';
import { Admission } from './admission.ts';
import type { DeploymentSpec } from './endpoints.ts';
import { Prober } from './prober.ts';
import type { Operation } from './route.ts';
import { LocalSlots, type SlotCounter } from './slot-counter.ts';
import { busyReplicasOf, utilisationOf } from './utilisation.ts';

/** How one deployment is doing. */
export interface DeploymentStatus {
  endpoint: string;
  deployment: string;
  ready: boolean;
  replicas: number;
  readyReplicas: number;
  busyReplicas: number;
  /** Requests in work. */
  inFlight: number;
  /** Requests that wait for a replica. */
  queued: number;
  /** (busy replicas + queued) ÷ replicas; the autoscaler compares it with target_utilization_percentage. */
  utilisation: number;
}

export interface LiveDeploymentOptions {
  endpoint: string;
  spec: DeploymentSpec;
  /** Requests in work and waiting together, as a multiple of the slots; null: no bound. */
  pendingPerSlot: number | null;
  log: Logger;
  /** Shared with other places that serve the same deployment. */
  slots?: SlotCounter;
  /** False where the probes run elsewhere and set `ready` of `slots`. */
  probed?: boolean;
}

/**
 * How long an unused connection to a model server is kept, ms. gunicorn, which the model container runs, closes its
 * side after 2 s without saying so; a request sent at that moment would be lost.
 */
const KEEP_ALIVE_MS = 1500;

/** A deployment in service: its connections, its slots and its probes. */
export class LiveDeployment {
  readonly spec: DeploymentSpec;
  readonly endpoint: string;
  readonly pool: Pool;
  readonly admission: Admission;
  readonly paths: Readonly<Record<Operation, string>>;
  readonly #slots: SlotCounter;
  readonly #probers: Prober[];

  constructor(options: LiveDeploymentOptions) {
    const { endpoint, spec, pendingPerSlot, log, slots = new LocalSlots(), probed = true } = options;
    this.#slots = slots;
    this.spec = spec;
    this.endpoint = endpoint;
    const url = new URL(spec.backendUrl);
    const prefix = url.pathname.replace(/\/+$/, '');
    this.paths = { score: `${prefix}/score`, swagger: `${prefix}/swagger.json` };
    // The exchange has one clock of its own (request_timeout_ms), so undici's are switched off.
    this.pool = new Pool(url.origin, {
      allowH2: false,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MS,
      pipelining: 1,
    });
    const slotCount = spec.instanceCount * spec.maxConcurrentRequestsPerInstance;
    this.admission = new Admission(
      {
        slots: slotCount,
        maxQueueWaitMs: spec.maxQueueWaitMs,
        maxPending: pendingPerSlot === null ? null : pendingPerSlot * slotCount,
      },
      slots,
    );
    const probes = probed ? { liveness: spec.livenessProbe, readiness: spec.readinessProbe } : {};
    this.#probers = Object.entries(probes).map(
      ([kind, probe]) =>
        new Prober({
          probe,
          pool: this.pool,
          path: `${prefix}/`,
          onChange: (passing) => {
            slots.ready = this.#probers.every((prober) => prober.passing);
            log.warn(
              { endpoint, deployment: spec.name, probe: kind },
              passing ? 'probe passes again' : 'probe failed',
            );
          },
        }),
    );
  }

  /** A pod that fails its liveness probe is being restarted, so it is no more ready than one that says so itself. */
  get ready(): boolean {
    return this.#slots.ready;
  }

  status(): DeploymentStatus {
    const replicas = this.spec.instanceCount;
    const { inFlight, queued } = this.admission;
    const busyReplicas = busyReplicasOf(inFlight, replicas);
    const { ready } = this;
    return {
      endpoint: this.endpoint,
      deployment: this.spec.name,
      ready,
      replicas,
      // All replicas of a deployment are one and the same model server here.
      readyReplicas: ready ? replicas : 0,
      busyReplicas,
      inFlight,
      queued,
      utilisation: utilisationOf({ busyReplicas, queued, replicas }),
    };
  }

  /** Is given no new requests any more; resolves when those in work and those waiting have come to their end. */
  async retire(): Promise<void> {
    for (const prober of this.#probers) prober.stop();
    await this.admission.drained();
    this.admission.close();
    // The router may have been closed over it, and undici refuses to close what is destroyed.
    if (!this.pool.destroyed) await this.pool.close();
  }

  /** Ends at once, with what is in work. */
  destroy(): Promise<void> {
    for (const prober of this.#probers) prober.stop();
    this.admission.close();
    return this.pool.destroy();
  }
}
