/** A host as a URL or an authority has it: an IPv6 address in brackets (RFC 3986 section 3.2.2). */
export const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** `127.0.0.1:53`, `[::1]:53`, `www.contoso.com:443`. */
export const hostAndPort = (host: string | undefined, port: number | undefined): string =>
  `${bracketed(host ?? 'unknown')}:${port ?? 0}`;

/** Where a listener on `host` is reached from this machine: a wildcard address is no destination. */
export function reachableAddress(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** A name as DNS compares it (RFC 1035 section 2.3.3), without the dot of the root. The name need not be valid. */
export const canonicalName = (name: string): string => name.toLowerCase().replace(/\.$/, '');
