import { MockError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Observe, SecretObserved } from '../common/observations.ts';
import { type CheckedSecret, checkSecret, type SecretWarning } from './check.ts';
import { readSecret, type SecretSource } from './source.ts';
import { watchSecret } from './watch.ts';

export interface SecretMonitorOptions {
  source: SecretSource;
  cname: string | null;
  /** Refuse also what is otherwise only warned about. */
  strict?: boolean;
  /** Called when the secret on disk is another one than the one in service, and is good. */
  onChanged: (material: CheckedSecret) => void;
  observe: Observe;
  log: Logger;
}

export interface SecretMonitor {
  readonly material: CheckedSecret;
  readonly warnings: SecretWarning[];
  /** SHA-256 of a good secret that waits on disk for the extension update, or null. */
  readonly waiting: string | null;
  /** Tells that the secret is in service; to be called when it is. */
  announce(): void;
  close(): void;
}

/**
 * Reads and checks a secret and then watches it. As the article has it ("Update the TLS/SSL certificate"), a
 * changed secret is not served before the extension is updated; it is only noticed and reported.
 *
 * @throws MockError E40007 for every fault of the secret
 */
// ASSUMPTION: no-hot-reload: the article has the update follow the new secret; whether the real router would take it
// up by itself some day is not published. Changed by `--watch-secret`.
export async function monitorSecret(options: SecretMonitorOptions): Promise<SecretMonitor> {
  const { source, cname, log, strict = false } = options;
  const read = async () => checkSecret(await readSecret(source), { cname, now: new Date(), strict });
  let monitor: Monitor | null = null;
  const watcher = watchSecret(source, () => void monitor?.look());
  try {
    // Watching before reading: a change between the two would never be seen.
    await watcher.ready;
    const { material, warnings } = await read();
    for (const { reason, message, remedy } of warnings) log.warn({ reason, remedy }, message);
    monitor = new Monitor(options, material, warnings, read, () => watcher.close());
    return monitor;
  } catch (error) {
    watcher.close();
    throw error;
  }
}

class Monitor implements SecretMonitor {
  readonly material: CheckedSecret;
  readonly warnings: SecretWarning[];
  readonly close: () => void;
  readonly #options: SecretMonitorOptions;
  readonly #read: () => Promise<{ material: CheckedSecret }>;
  #waiting: CheckedSecret | null = null;
  #lastRefusal = '';

  constructor(
    options: SecretMonitorOptions,
    material: CheckedSecret,
    warnings: SecretWarning[],
    read: () => Promise<{ material: CheckedSecret }>,
    close: () => void,
  ) {
    this.#options = options;
    this.material = material;
    this.warnings = warnings;
    this.#read = read;
    this.close = close;
  }

  announce(): void {
    this.#tell('loaded', this.material, true, `certificate of ${this.material.names.join(', ')}`);
  }

  get waiting(): string | null {
    return this.#waiting?.fingerprint ?? null;
  }

  /** Looks at what is on disk now. */
  async look(): Promise<void> {
    try {
      const { material: found } = await this.#read();
      this.#lastRefusal = '';
      // The whole chain counts: one that gains its intermediate has the same leaf.
      if (found.certPem === (this.#waiting ?? this.material).certPem) return;
      this.#waiting = found.certPem === this.material.certPem ? null : found;
      if (this.#waiting === null) return;
      this.#tell(
        'changed',
        found,
        false,
        'the secret was replaced; the extension update takes it into service',
      );
      const { fingerprint } = found;
      this.#options.log.info(
        { fingerprint },
        'The secret changed. It is served after the extension update or SIGHUP.',
      );
      this.#options.onChanged(found);
    } catch (error) {
      this.#refuse(error);
    }
  }

  #refuse(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    if (detail === this.#lastRefusal) return;
    this.#lastRefusal = detail;
    this.#tell('refused', null, false, detail);
    const fields =
      error instanceof MockError ? { code: error.code, reason: error.reason, remedy: error.remedy } : {};
    this.#options.log.error(fields, `The changed secret is not good and is not served: ${detail}`);
  }

  #tell(event: SecretObserved['event'], seen: CheckedSecret | null, served: boolean, detail: string): void {
    this.#options.observe({
      kind: 'secret',
      event,
      served,
      fingerprint: seen?.fingerprint ?? null,
      notAfter: seen?.notAfter.toISOString() ?? null,
      detail,
    });
  }
}
