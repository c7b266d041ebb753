import type { ConfigurableRouter } from '../extension/extension-control.ts';
import type { ListenAddress } from '../extension/scoring-uri.ts';
import {
  chooseCertificate,
  readSettings,
  type StoredCertificate,
  type TypedSettings,
} from '../extension/settings.ts';
import type { Gateway, GatewayState } from '../gateway/gateway.ts';
import type { SecretMonitor } from '../secret/secret-monitor.ts';
import type { SecretSource } from '../secret/source.ts';

/** Where a router without a world finds its certificate. */
export interface CertificateSource {
  /** Where `sslSecret=NAME` is looked up. */
  secretsDir: string;
  storedCertificate?: StoredCertificate;
  /** Watches what the settings name. */
  monitor(source: SecretSource): SecretMonitor;
}

/**
 * A router alone, without a world to mint for it: its certificate is what the settings name, or it has none.
 *
 * @param settings that the gateway was started with
 */
export function standaloneRouter(
  gateway: Gateway,
  settings: TypedSettings | null,
  source: CertificateSource,
): ConfigurableRouter {
  let inService = settings;
  return {
    get settings() {
      return inService;
    },
    get listens() {
      return listensAt(gateway);
    },
    get endpointName() {
      return endpointNameOf(gateway);
    },
    get served() {
      return gateway.served;
    },
    get waitingSecret() {
      return gateway.waitingSecret;
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
  { secretsDir, storedCertificate, monitor }: CertificateSource,
): Pick<GatewayState, 'settings' | 'secret'> {
  if (typed === null) return { settings: null, secret: null };
  const settings = readSettings(typed.config, typed.configProtected);
  const choice = chooseCertificate(settings, storedCertificate);
  if (choice.kind === 'none') return { settings, secret: null };
  return { settings, secret: monitor(choice.kind === 'files' ? choice : { ...choice, secretsDir }) };
}

/** Where a gateway listens, as the extension asks for it. */
export function listensAt(gateway: Gateway): ListenAddress {
  return {
    address: gateway.host,
    httpsPort: gateway.httpsPortWanted,
    httpPort: gateway.httpPort ?? 0,
  };
}

/** The endpoint that a scoring URI names: the first one, and the embedded one's name where there is none. */
export function endpointNameOf(gateway: Gateway): string {
  return gateway.router.endpoints()[0]?.name ?? 'demo';
}
