import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostAndPort } from '../common/addresses.ts';
import { mintCrl } from '../pki/crl.ts';
import type { Hierarchy } from '../pki/hierarchy.ts';

/**
 * What an authority has on the web: the CRL of its intermediate, and the intermediate itself. Over plain HTTP, because
 * a client that fetched them over TLS would need them for that first (RFC 5280 section 8).
 */
export interface AuthoritySite {
  /** For a leaf's CRL distribution point (RFC 5280 section 4.2.1.13). */
  readonly crlUrl: string;
  /** For a leaf's caIssuers (RFC 5280 section 4.2.2.1). */
  readonly issuerUrl: string;
  /** @param serialNumber of a leaf, hex, as in `Minted` */
  revoke(serialNumber: string): void;
  close(): Promise<void>;
}

/**
 * @param host where it listens, on a free port
 * @param address under which clients reach `host`
 */
export async function openAuthoritySite(
  authority: Hierarchy,
  host: string,
  address: string,
): Promise<AuthoritySite> {
  const revoked = new Set<string>();
  const server = http.createServer((request, response) => {
    const found = documents[request.url ?? ''];
    response.writeHead(found === undefined ? 404 : 200, {
      'content-type': found?.type ?? 'text/plain; charset=utf-8',
    });
    response.end(found?.body() ?? 'There are /intermediate.crl and /intermediate.cer here.\n');
  });
  // Media types of RFC 2585 section 4. The list is made when it is asked for, so it is never older than a revocation.
  const documents: Record<string, { type: string; body: () => Buffer }> = {
    '/intermediate.crl': { type: 'application/pkix-crl', body: () => mintCrl(authority, [...revoked]) },
    '/intermediate.cer': { type: 'application/pkix-cert', body: () => authority.intermediate.der },
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${hostAndPort(address, port)}`;
  return {
    crlUrl: `${url}/intermediate.crl`,
    issuerUrl: `${url}/intermediate.cer`,
    revoke: (serialNumber) => void revoked.add(serialNumber),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
