import type { Logger } from '../common/logger.ts';
import type { Observe } from '../common/observations.ts';
import { checkSecret, type SecretWarning, type TlsMaterial } from './secret/check.ts';
import { readSecret, type SecretSource } from './secret/source.ts';
import { watchSecret } from './secret/watch.ts';

export interface SecretKeeperOptions {
  source: SecretSource;
  cname: string | null;
  /** Called when the secret on disk is another one than the one in service, and is good. */
  onChanged: (material: TlsMaterial) => void;
  observe: Observe;
  log: Logger;
}

export interface SecretKeeper {
  readonly material: TlsMaterial;
  readonly warnings: SecretWarning[];
  /** SHA-256 of a good secret that waits on disk for the extension update, or null. */
  readonly waiting: string | null;
  close(): void;
}

/**
 * Reads and checks a secret and then watches it. As the article has it ("Update the TLS/SSL certificate"), a
 * changed secret is not served before the extension is updated; it is only noticed and reported.
 *
 * @throws MockError E40007 for every fault of the secret
 */
export async function keepSecret(options: SecretKeeperOptions): Promise<SecretKeeper> {
  const { source, cname, observe, log } = options;
  const { material, warnings } = await read(source, cname);
  let waiting: string | null = null;
  let lastRefusal = '';

  const tell = (
    event: 'loaded' | 'changed' | 'refused',
    seen: TlsMaterial | null,
    served: boolean,
    detail: string,
  ): void =>
    observe({
      kind: 'secret',
      event,
      served,
      fingerprint: seen?.fingerprint ?? null,
      notAfter: seen?.notAfter.toISOString() ?? null,
      detail,
    });

  tell('loaded', material, true, `certificate of ${material.names.join(', ')}`);
  for (const warning of warnings) log.warn({ reason: warning.reason, hint: warning.remedy }, warning.message);

  const onChange = async (): Promise<void> => {
    try {
      const found = (await read(source, cname)).material;
      lastRefusal = '';
      if (found.fingerprint === (waiting ?? material.fingerprint)) return;
      waiting = found.fingerprint === material.fingerprint ? null : found.fingerprint;
      if (waiting === null) return;
      tell('changed', found, false, 'the secret was replaced; the extension update takes it into service');
      log.info(
        { fingerprint: found.fingerprint },
        'The secret changed. It is served after the extension update or SIGHUP.',
      );
      options.onChanged(found);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (detail === lastRefusal) return;
      lastRefusal = detail;
      tell('refused', null, false, detail);
      log.error({ code: 'E40007' }, `The changed secret is not good and is not served: ${detail}`);
    }
  };
  const watcher = watchSecret(source, () => void onChange());

  return {
    material,
    warnings,
    get waiting() {
      return waiting;
    },
    close: () => watcher.close(),
  };
}

const read = async (source: SecretSource, cname: string | null) =>
  checkSecret(await readSecret(source), { cname, now: new Date() });
