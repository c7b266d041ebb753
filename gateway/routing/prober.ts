import type { Pool } from 'undici';
import type { Probe } from './endpoints.ts';
import { INITIAL_PROBE_STATE, nextProbeState, type ProbeState } from './probe-state.ts';

export interface ProberOptions {
  probe: Probe;
  pool: Pool;
  /** What is asked for: `GET /` of the model server. */
  path: string;
  onChange(passing: boolean): void;
}

/**
 * Runs one probe for as long as its deployment lives. Its timers do not keep a process alive.
 */
export class Prober {
  readonly #options: ProberOptions;
  #state: ProbeState = INITIAL_PROBE_STATE;
  #timer: NodeJS.Timeout;
  #stopped = false;

  constructor(options: ProberOptions) {
    this.#options = options;
    this.#timer = this.#schedule(options.probe.initialDelayMs);
  }

  get passing(): boolean {
    return this.#state.passing;
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => {
      const askedAt = performance.now();
      void this.#ask().then((succeeded) => {
        if (this.#stopped) return;
        this.#take(succeeded);
        this.#timer = this.#schedule(
          Math.max(0, this.#options.probe.periodMs - (performance.now() - askedAt)),
        );
      });
    }, delayMs).unref();
  }

  #take(succeeded: boolean): void {
    const before = this.#state.passing;
    this.#state = nextProbeState(this.#state, this.#options.probe, succeeded);
    if (this.#state.passing !== before) this.#options.onChange(this.#state.passing);
  }

  /** A probe succeeds with a status from 200 to 399, as Kubernetes' httpGet probes do. */
  async #ask(): Promise<boolean> {
    const { pool, path, probe } = this.#options;
    try {
      const signal = AbortSignal.timeout(probe.timeoutMs);
      const { statusCode, body } = await pool.request({ method: 'GET', path, signal });
      await body.dump();
      return statusCode >= 200 && statusCode < 400;
    } catch {
      return false;
    }
  }
}
