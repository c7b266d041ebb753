import net from 'node:net';
import type { TlsKnobs } from '../gateway/tls/context.ts';
import { DAY, HOUR } from '../pki/defaults.ts';
import type { Hierarchy } from '../pki/hierarchy.ts';
import { type Minted, mint } from '../pki/mint.ts';
import { mintOcspResponse } from '../pki/ocsp.ts';
import { type AuthoritySite, openAuthoritySite } from './authority-site.ts';
import type { Published, WorldSpec } from './world-spec.ts';

/** The part of a world that its certificate follows from. */
export type SpecOfServed = Pick<WorldSpec, 'certificate' | 'published' | 'tls'>;

/** A leaf with its chain, and the listener's knobs with the OCSP response that is stapled to it. */
export interface ServedCertificate {
  minted: Minted;
  tls: TlsKnobs;
}

/** The authority at work in a world: it mints what is served, and publishes of it what the spec says. */
export class WorldAuthority {
  readonly #hierarchy: Hierarchy;
  readonly #host: string;
  readonly #address: string;
  #site: Promise<AuthoritySite> | null = null;

  /** @param address under which clients reach what listens on `host` */
  constructor(hierarchy: Hierarchy, host: string, address: string) {
    this.#hierarchy = hierarchy;
    this.#host = host;
    this.#address = address;
  }

  /**
   * Mints for `fqdn`, unless the recipe names others. What is published is signed by the authority's own intermediate,
   * so it needs a leaf of that one.
   */
  async mint(
    { certificate = {}, published = {}, tls = {} }: SpecOfServed,
    fqdn: string,
  ): Promise<ServedCertificate> {
    const needsSite = published.crl !== undefined || published.issuer === true;
    const site = needsSite ? await this.#openSite() : null;
    const minted = await mint(this.#hierarchy, {
      ...certificate,
      leaf: { ...namedFor(fqdn), ...certificate.leaf, ...pointersTo(site, published) },
    });
    if (published.crl === 'revoked') site?.revoke(minted.serialNumber);
    if (published.ocspStaple === undefined) return { minted, tls };
    return { minted, tls: { ...tls, ocspResponse: staple(this.#hierarchy, minted, published.ocspStaple) } };
  }

  /** Opened by the first leaf that points to it. */
  #openSite(): Promise<AuthoritySite> {
    this.#site ??= openAuthoritySite(this.#hierarchy, this.#host, this.#address);
    return this.#site;
  }

  async close(): Promise<void> {
    await (await this.#site)?.close();
  }
}

const namedFor = (name: string) => ({
  commonName: name,
  sans: [net.isIP(name) === 0 ? `DNS:${name}` : `IP:${name}`],
});

function pointersTo(site: AuthoritySite | null, { crl, issuer }: Published): object {
  return {
    ...(site === null || crl === undefined ? {} : { crlUrl: site.crlUrl }),
    ...(site === null || issuer !== true ? {} : { caIssuersUrl: site.issuerUrl }),
  };
}

function staple(
  hierarchy: Hierarchy,
  { serialNumber }: Minted,
  says: NonNullable<Published['ocspStaple']>,
): Buffer {
  if (says !== 'stale') return mintOcspResponse(hierarchy, { serialNumber, status: says });
  const past = { thisUpdateMs: -8 * DAY, nextUpdateMs: -HOUR };
  return mintOcspResponse(hierarchy, { serialNumber, status: 'good', ...past });
}
