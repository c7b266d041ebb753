import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Does a certificate with these names identify `host` (RFC 9525 section 6)? Only subjectAltName counts; what the
 * subject calls itself is never looked at.
 *
 * @param names `DNS:www.contoso.com` and `IP:10.0.0.1`, as the certificate presents them
 * @param host the reference identifier: a domain name, with U-labels or a final dot if you like, or an IP literal
 */
export function coversName(names: readonly string[], host: string): boolean {
  const address = canonicalAddress(host);
  if (address !== null)
    return names.some((name) => name.startsWith('IP:') && canonicalAddress(name.slice(3)) === address);

  const reference = referenceLabels(host);
  if (reference === null) return false;
  return names.some((name) => name.startsWith('DNS:') && matchesLabels(name.slice(4), reference));
}

/** Section 6.3: the labels are equal but for the case of ASCII, or the left-most one is `*` and stands for one. */
function matchesLabels(presented: string, reference: readonly string[]): boolean {
  const labels = presented.toLowerCase().split('.');
  if (labels.length !== reference.length) return false;
  const [left, ...parents] = labels;
  if (parents.some((label, index) => label !== reference[index + 1])) return false;
  if (left !== '*') return left === reference[0];
  // ASSUMPTION: wildcard-parent: RFC 9525 leaves open how much has to follow a wildcard (section 7.1), and the real
  // check's rule is not published. OpenSSL and Node want two labels or more, so `*.com` identifies nothing here.
  // Changed by nothing: no CA issues such a certificate.
  return parents.length >= 2;
}

/** The A-labels of a domain name in lower case (section 6.3, RFC 5890), or null where it is none. */
function referenceLabels(host: string): string[] | null {
  const name = host.endsWith('.') ? host.slice(0, -1) : host;
  // domainToASCII would also read 1.2.3 as an IPv4 address, so it is asked only where there is something to convert.
  const ascii = /^[\x21-\x7e]*$/.test(name) ? name.toLowerCase() : domainToASCII(name);
  const labels = ascii.split('.');
  return labels.every((label) => /^[^*]{1,63}$/.test(label)) ? labels : null;
}

/** One spelling for each IP address (RFC 5952 for IPv6), or null where the text is no IP literal. */
export function canonicalAddress(text: string): string | null {
  const literal = /^\[.*\]$/.test(text) ? text.slice(1, -1) : text;
  switch (isIP(literal)) {
    case 4:
      return literal;
    case 6:
      // A zone (`%eth0`) belongs to this machine and never to a certificate (RFC 4007 section 11).
      return literal.includes('%') ? null : new URL(`http://[${literal}]`).hostname.slice(1, -1);
    default:
      return null;
  }
}
