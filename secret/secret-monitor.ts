import { isDeepStrictEqual } from 'node:util';
import { MockError } from '../common/errors.ts';
import type { Logger } from '../common/logger.ts';
import type { Observe, SecretObserved } from '../common/observations.ts';
import { type CheckedSecret, checkSecret } from './check.ts';
import { readSecret, type SecretSource } from './source.ts';
import { type SecretWatcher, type WatchOptions, watchSecret } from './watch.ts';

export interface SecretMonitorOptions {
  source: SecretSource;
  /** Refuse also what is otherwise only warned about; default false. */
  strict?: boolean;
  observe: Observe;
  log: Logger;
  watch?: WatchOptions;
}

/**
 * Reads and checks a secret and watches its place. As the article has it ("Update the TLS/SSL certificate"), a changed
 * secret is not served before the extension is updated; it is reported and waits. One monitor serves one source for as
 * long as the source is in use.
 */
// ASSUMPTION: no-hot-reload: the article has the update follow the new secret; whether the real router would take it
// up by itself some day is not published. Changed by `--watch-secret`.
export class SecretMonitor {
  readonly #options: SecretMonitorOptions;
  #watcher: SecretWatcher | null = null;
  #looks: Promise<void> = Promise.resolve();
  #served: { certPem: string; cname: string | null } | null = null;
  #waiting: CheckedSecret | null = null;
  /** The place changed before anything was in service, so that there was nothing to compare it with. */
  #missed = false;
  #lastRefusal = '';
  #listener: (waiting: CheckedSecret) => void = () => undefined;

  constructor(options: SecretMonitorOptions) {
    this.#options = options;
  }

  /** The good secret on disk that is not in service; null where there is none. */
  get waiting(): CheckedSecret | null {
    return this.#waiting;
  }

  /** Whether both read the same source. */
  isSameAs(other: object): boolean {
    return other instanceof SecretMonitor && isDeepStrictEqual(other.#options.source, this.#options.source);
  }

  /** Sets the function to call when a good secret other than the one in service is found. */
  onChange(listener: (waiting: CheckedSecret) => void): void {
    this.#listener = listener;
  }

  /**
   * Reads and checks what is on disk now, and begins to watch it.
   *
   * @param cname the name that the certificate has to cover; null compares nothing
   * @throws MockError E40007 for every fault of the secret
   */
  async read(cname: string | null): Promise<CheckedSecret> {
    this.#watcher ??= this.#watch();
    // Watch before reading, so that no change falls between the two.
    await this.#watcher.ready;
    return this.#check(cname);
  }

  #watch(): SecretWatcher {
    const watcher = watchSecret(
      this.#options.source,
      () => {
        this.#looks = this.#looks.then(() => this.#look(watcher));
      },
      this.#options.watch,
    );
    return watcher;
  }

  async #check(cname: string | null): Promise<CheckedSecret> {
    const { source, strict, log } = this.#options;
    const { material, warnings } = checkSecret(await readSecret(source), { cname, now: new Date(), strict });
    for (const { reason, message, remedy } of warnings) log.warn({ reason, remedy }, message);
    return material;
  }

  /** Reports that the secret is in service. @param cname the name that it was checked for */
  inService(secret: CheckedSecret, cname: string | null): void {
    const changed = this.#missed || (this.#waiting !== null && this.#waiting.certPem !== secret.certPem);
    this.#served = { certPem: secret.certPem, cname };
    this.#waiting = null;
    this.#missed = false;
    this.#report('loaded', secret, true, `certificate of ${secret.names.join(', ')}`);
    const watcher = this.#watcher;
    // What changed since this one was read must not be lost.
    if (changed && watcher !== null) this.#looks = this.#looks.then(() => this.#look(watcher));
  }

  /** Compares what is on disk now with what is in service. */
  async #look(watcher: SecretWatcher): Promise<void> {
    if (this.#served === null) {
      this.#missed = true;
      return;
    }
    try {
      const found = await this.#check(this.#served.cname);
      if (watcher === this.#watcher) this.#compare(found);
    } catch (error) {
      if (watcher === this.#watcher) this.#refuse(error);
    }
  }

  #compare(found: CheckedSecret): void {
    this.#lastRefusal = '';
    const served = this.#served?.certPem;
    // The whole chain counts: one that gains its intermediate has the same leaf.
    if (found.certPem === (this.#waiting?.certPem ?? served)) return;
    this.#waiting = found.certPem === served ? null : found;
    if (this.#waiting === null) return;
    const next = 'the secret was replaced; the extension update takes it into service';
    this.#report('changed', found, false, next);
    this.#options.log.info(
      { fingerprint: found.fingerprint },
      'The secret changed. It is served after the extension update or SIGHUP.',
    );
    this.#listener(found);
  }

  #refuse(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    if (detail === this.#lastRefusal) return;
    this.#lastRefusal = detail;
    this.#report('refused', null, false, detail);
    const fields =
      error instanceof MockError ? { code: error.code, reason: error.reason, remedy: error.remedy } : {};
    this.#options.log.error(fields, `The changed secret failed its check and is not served: ${detail}`);
  }

  #report(
    event: SecretObserved['event'],
    secret: CheckedSecret | null,
    served: boolean,
    detail: string,
  ): void {
    this.#options.observe({
      kind: 'secret',
      event,
      served,
      fingerprint: secret?.fingerprint ?? null,
      notAfter: secret?.notAfter.toISOString() ?? null,
      detail,
    });
  }

  /** Ends the watch. A later read begins it again. */
  close(): void {
    this.#watcher?.close();
    this.#watcher = null;
    this.#served = null;
    this.#waiting = null;
    this.#missed = false;
  }
}
