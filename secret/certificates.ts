import { X509Certificate } from 'node:crypto';
import { fail } from './errors.ts';
import { nameBlocks, type PemBlock } from './pem-block.ts';
import { canonicalAddress } from './verify-name.ts';

/** The labels that OpenSSL takes for a certificate: of RFC 7468, of old, and with OpenSSL's own trust settings. */
const CERTIFICATE_LABELS = ['CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE'];

export const isCertificate = ({ label }: PemBlock): boolean => CERTIFICATE_LABELS.includes(label);

/**
 * The certificates among the blocks, in the order in which they stand. Other blocks are passed over, as OpenSSL does.
 *
 * @param place names the blocks' origin in messages
 * @throws MockError E40007 where there is none, or one cannot be decoded
 */
export function readCertificates(
  blocks: readonly PemBlock[],
  place: string,
): [X509Certificate, ...X509Certificate[]] {
  const [leaf, ...rest] = blocks.filter(isCertificate).map((block, index) => {
    try {
      return new X509Certificate(block.text);
    } catch (error) {
      throw fail('SECRET_CERTIFICATE_BROKEN', { place, number: index + 1 }, error);
    }
  });
  if (leaf === undefined) throw explainNoCertificate(blocks, place);
  return [leaf, ...rest];
}

function explainNoCertificate(blocks: readonly PemBlock[], place: string): unknown {
  const labels = blocks.map(({ label }) => label);
  if (labels.some((label) => label.endsWith('CERTIFICATE REQUEST')))
    return fail('SECRET_IS_REQUEST', { place });
  if (labels.some((label) => label === 'PKCS7' || label === 'CMS'))
    return fail('SECRET_IS_PKCS7', { place, form: 'PEM' });
  return fail('SECRET_NOT_A_CERTIFICATE', { place, found: nameBlocks(blocks) });
}

/**
 * `CN=www.contoso.com, O=Contoso` from the lines in which Node gives a distinguished name. Node gives none at all, against
 * its types, where the name is empty (RFC 5280 section 4.1.2.6).
 */
export function nameOneLine(name: string | undefined): string {
  return (name ?? '(empty)').split('\n').filter(Boolean).join(', ');
}

/**
 * The DNS names and IP addresses in subjectAltName (RFC 5280 section 4.2.1.6), as `DNS:…` and `IP:…`. The other kinds
 * of name say nothing about a host.
 */
export function readNames(certificate: X509Certificate): string[] {
  const names: string[] = [];
  // Node writes a comma within a name as \u002c, and puts every name that could be misread in quotes.
  for (const name of (certificate.subjectAltName ?? '').split(', ')) {
    const [type, ...rest] = name.split(':');
    const value = rest.join(':');
    // What had to be quoted is no host name and no address.
    if (value.startsWith('"')) continue;
    if (type === 'DNS') names.push(`DNS:${value}`);
    if (type === 'IP Address') names.push(`IP:${canonicalAddress(value) ?? value}`);
  }
  return names;
}
