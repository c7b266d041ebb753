import { createHash, timingSafeEqual } from 'node:crypto';
import net from 'node:net';
import { ApiError } from './api-error.ts';

/** Who sends a request. */
export type Caller = 'admin' | 'anonymous';

/**
 * Refuses what a web page could send: a request by a foreign `Host` (DNS rebinding), or with any `Origin`. kubectl,
 * helm and the client libraries send none.
 * @throws ApiError 421 or 403
 */
export function checkOrigin(
  host: string | undefined,
  origin: string | undefined,
  allowedHosts: readonly string[],
): void {
  const name = host === undefined ? null : hostnameOf(host);
  const known =
    name !== null &&
    (name === 'localhost' || net.isIP(name) !== 0 || allowedHosts.some((one) => one.toLowerCase() === name));
  if (!known) {
    throw new ApiError(
      421,
      'MisdirectedRequest',
      `the Kubernetes API of azureml-fe-mock does not answer to the Host ${JSON.stringify(host ?? '')}; call it by IP address or localhost`,
    );
  }
  if (origin !== undefined) {
    throw new ApiError(
      403,
      'Forbidden',
      `the Kubernetes API of azureml-fe-mock takes no requests from web pages (Origin ${JSON.stringify(origin)})`,
    );
  }
}

/**
 * Reads the bearer token. A request without one is anonymous; a wrong one is refused.
 * @throws ApiError 401
 */
export function authenticate(authorization: string | undefined, token: string): Caller {
  if (authorization === undefined || authorization === '') return 'anonymous';
  const [, given] = /^Bearer\s+(\S+)$/i.exec(authorization) ?? [];
  if (given !== undefined && timingSafeEqual(digest(given), digest(token))) return 'admin';
  throw new ApiError(401, 'Unauthorized', 'Unauthorized');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hostnameOf(host: string): string | null {
  try {
    return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return null;
  }
}
