import { chooseCertificate, readSettings, type StoredCertificate } from '../gateway/extension/settings.ts';
import type { Gateway, GatewayState } from '../gateway/gateway.ts';
import type { SecretSource } from '../gateway/secret/source.ts';
import type { TypedSettings } from './world-spec.ts';

/** A router whose extension can be created, changed and deleted: a world's, or one that runs alone. */
export interface ConfigurableRouter {
  readonly gateway: Gateway;
  /** Null while the extension is not installed. */
  readonly settings: TypedSettings | null;
  configure(settings: TypedSettings | null): Promise<void>;
}

/** Where a router without a world finds its certificate. */
export interface CertificateSource {
  /** Where `sslSecret=NAME` is looked up. */
  secretsDir: string;
  storedCertificate?: StoredCertificate;
}

/**
 * A router alone, without a world to mint for it: its certificate is what the settings name, or it has none.
 *
 * @param settings that the gateway was started with
 */
export function loneRouter(
  gateway: Gateway,
  settings: TypedSettings | null,
  source: CertificateSource,
): ConfigurableRouter {
  let inService = settings;
  return {
    gateway,
    get settings() {
      return inService;
    },
    configure: async (next) => {
      await gateway.apply(stateFor(next, source));
      inService = next;
    },
  };
}

/** What a router alone serves under these settings. */
export function stateFor(
  typed: TypedSettings | null,
  { secretsDir, storedCertificate }: CertificateSource,
): Pick<GatewayState, 'settings' | 'secret'> {
  if (typed === null) return { settings: null, secret: null };
  const settings = readSettings(typed.config, typed.configProtected);
  const choice = chooseCertificate(settings, storedCertificate);
  const secret: SecretSource | null =
    choice.kind === 'none' ? null : choice.kind === 'files' ? choice : { ...choice, secretsDir };
  return { settings, secret };
}
