import type { DnsFault } from '../dns-mock/faults.ts';
import type { ZoneRecord } from '../dns-mock/zone.ts';
import type { TypedSettings } from '../extension/settings.ts';
import type { PlainHttp } from '../gateway/listener-plan.ts';
import type { RouterFaults } from '../gateway/router-faults.ts';
import type { DeploymentSpec } from '../gateway/routing/endpoints.ts';
import type { TlsKnobs } from '../gateway/tls/context.ts';
import type { ModelFault } from '../model/faults.ts';
import type { CertificateRecipe } from '../pki/recipe.ts';

/** Something that happens to a world after it is up. */
export type WorldEvent =
  /** The secret of a world with `mountedSecret` is swapped, as kubelet does it. Nothing is served anew by this. */
  | { event: 'secret-replaced'; certificate: CertificateRecipe }
  /** `k8s-extension update` with the settings as they are. */
  | { event: 'extension-updated' }
  /** The router has found out by its probes that no replica is ready. */
  | { event: 'probes-failed' }
  /** Nothing listens on the router's HTTPS port any more; requests in work are answered. */
  | { event: 'router-gone' }
  /** The name's record is changed at the registrar. `ttl` in seconds. */
  | { event: 'record-changed'; address: string; ttl: number };

/** What the authority publishes about the served leaf; nothing where a field is left out. */
export interface Published {
  /** In the CRL that the leaf points to (RFC 5280 section 4.2.1.13). */
  crl?: 'good' | 'revoked';
  /** In an OCSP response that the router staples (RFC 6066 section 8); `stale` is a good one past its nextUpdate. */
  ocspStaple?: 'good' | 'revoked' | 'stale';
  /** The leaf points to its issuer's certificate (RFC 5280 section 4.2.2.1). */
  issuer?: boolean;
}

/** Another router that is reachable in a world, on another loopback address and the same port. */
export interface OtherRouter {
  /** Its loopback address. */
  address: string;
  /** What it serves. */
  certificate: CertificateRecipe;
}

/**
 * A whole world as data: certificate, settings, zone, endpoints, and what goes wrong in it. Everything left out is as
 * in a well-run cluster. Scenarios are these, and `start` builds one from its options. In its strings `{fqdn}`, `{parent}`
 * and `{host}` stand for the name in use, its zone and the router's address.
 */
export interface WorldSpec extends RouterFaults {
  /** The customer's name, `sslCname`; default `www.contoso.com`. */
  fqdn?: string;
  /** Host of the scoring URI where it is not `fqdn`: an IP address, another spelling. */
  scoringHost?: string;
  /** Endpoint in the scoring URI where it is not the embedded one. */
  scoringEndpoint?: string;
  /** Replaces the default settings; null is a cluster without the extension. */
  settings?: TypedSettings | null;
  /** How the served certificate is made, where the settings name none. */
  certificate?: CertificateRecipe;
  /** What the authority publishes about the served certificate. */
  published?: Published;
  /** The minted secret is mounted in a folder, as kubelet does it, and can be replaced there. */
  mountedSecret?: boolean;
  /** The certificate is put into service past the check of the secret. */
  pastSecretCheck?: boolean;
  /** How the TLS listener differs. */
  tls?: TlsKnobs;
  /** What the HTTP port does while TLS is on. */
  plainHttp?: PlainHttp;
  /** What goes wrong behind the router. */
  modelFault?: ModelFault;
  /** What is different about the deployments. */
  deployment?: Partial<Omit<DeploymentSpec, 'name' | 'backendUrl'>>;
  /** No deployment gets any traffic. */
  noTraffic?: boolean;
  /** Records instead of the one that points the name at the router. */
  records?: ZoneRecord[];
  /** What goes wrong in DNS, by name. */
  dnsFaults?: Record<string, DnsFault>;
  /** Other routers in this world. */
  otherRouters?: OtherRouter[];
  /** What the client is given where it is not the endpoint's key; a token is one of an `aml_token` endpoint. */
  clientKey?: 'wrong' | 'expired-token';
  /** What happens before the client comes. */
  before?: WorldEvent[];
}

/** What DNS has to say beside what it says about a world itself. */
export interface OtherNames {
  records: ZoneRecord[];
  faults: Record<string, DnsFault>;
}

export const DEFAULT_FQDN = 'www.contoso.com';

/** What `start` does with no settings at all (the contract's default). */
export function defaultSettings(fqdn: string): TypedSettings {
  return {
    config: { enableInference: 'True', inferenceRouterServiceType: 'LoadBalancer', sslCname: fqdn },
    configProtected: {},
  };
}
