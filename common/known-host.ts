import net from 'node:net';

/**
 * Whether a request's `Host` names an API of this process. An IP literal and `localhost` cannot be made to point here by
 * the DNS of others, which is what DNS rebinding needs; any other name must have been allowed by the person who
 * started the harness.
 */
export function isKnownHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = hostnameOf(host);
  if (name === null) return false;
  return (
    name === 'localhost' || net.isIP(name) !== 0 || allowed.some((known) => known.toLowerCase() === name)
  );
}

function hostnameOf(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return null;
  }
}
