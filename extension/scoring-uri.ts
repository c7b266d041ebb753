import { bracketed, hostAndPort } from '../common/addresses.ts';
import type { ExtensionSettings } from './settings.ts';

/** Where the router listens: an address of this machine and the ports for HTTPS and HTTP. */
export interface ListenAddress {
  address: string;
  httpsPort: number;
  httpPort: number;
}

/** How clients get to the router, which the service type decides. */
export interface ScoringAddress {
  scheme: 'https' | 'http';
  /** Host of the scoring URI. */
  host: string;
  port: number;
  /** Where the router is reached whatever the URI says. */
  reachedAt: { host: string; port: number };
  /** The record that the user has to create; null where the URI has an address. */
  dnsRecord: { name: string; address: string } | null;
  /** What the user has to see to; null where there is nothing. */
  note: string | null;
}

type AddressSettings = Pick<
  ExtensionSettings,
  'allowInsecureConnections' | 'inferenceRouterServiceType' | 'sslCname'
>;

/**
 * What the settings make of the scoring URI (article, "Update your DNS with FQDN"): with TLS its host is `sslCname`
 * as it was typed, whatever the service type, and without TLS it is the router's address.
 */
export function describeScoringAddress(settings: AddressSettings, router: ListenAddress): ScoringAddress {
  const { allowInsecureConnections: insecure, sslCname } = settings;
  const reachedAt = { host: router.address, port: insecure ? router.httpPort : router.httpsPort };
  const name = insecure ? null : sslCname;
  const dnsRecord = name === null ? null : { name, address: router.address };
  return {
    scheme: insecure ? 'http' : 'https',
    host: name ?? router.address,
    port: reachedAt.port,
    reachedAt,
    dnsRecord,
    note: noteOn(settings, reachedAt, dnsRecord),
  };
}

function noteOn(
  settings: AddressSettings,
  reachedAt: ScoringAddress['reachedAt'],
  dnsRecord: ScoringAddress['dnsRecord'],
): string | null {
  const at = `${hostAndPort(reachedAt.host, reachedAt.port)}`;
  switch (settings.inferenceRouterServiceType) {
    case 'nodePort':
      return `The router is reached at ${at} (node address and node port). ${OWN_BALANCER}`;
    case 'clusterIP':
      return `The router is reached at ${at}, in a real cluster from inside the cluster only. ${OWN_BALANCER}`;
    default:
      return dnsRecord === null
        ? null
        : `sslCname makes no DNS record: point ${dnsRecord.name} to ${dnsRecord.address} at your registrar.`;
  }
}

const OWN_BALANCER = 'Load balancing and TLS termination in front of it are your own to set up.';

/**
 * The scoring URI of an endpoint. A port that the scheme has anyway is left out.
 *
 * @param kind `endpoint` as the real v2 router has it, `service` as v1 and the article have it
 */
export function formatScoringUri(
  { scheme, host, port }: Pick<ScoringAddress, 'scheme' | 'host' | 'port'>,
  endpoint: string,
  kind: 'endpoint' | 'service' = 'endpoint',
): string {
  const suffix = port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
  return `${scheme}://${bracketed(host)}${suffix}/api/v1/${kind}/${endpoint}/score`;
}
