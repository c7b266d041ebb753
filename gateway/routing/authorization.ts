import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EndpointKeys, EndpointSpec } from './endpoints.ts';

/** What an Authorization header is worth at one endpoint. */
export type Access = 'valid' | 'invalid' | 'missing' | 'expired';

/** The token object of `az ml online-endpoint get-credentials`; times are seconds since 1970, as the REST API has them. */
export interface EndpointToken {
  accessToken: string;
  expiryTimeUtc: number;
  refreshAfterTimeUtc: number;
}

// ASSUMPTION: token-lifetime: how long an aml_token lives is not published; 12 hours are taken, and after half of the
// time a client is asked to refresh. Changed by `--token-lifetime`.
export const TOKEN_LIFETIME_MS = 12 * 60 * 60 * 1000;

/** An expired token is known as such for this long; after that it is just wrong. */
const REMEMBERED_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * Takes the bearer token out of an Authorization header (RFC 6750 section 2.1; the scheme's case does not matter,
 * RFC 9110 section 11.1).
 */
export function readBearer(header: string | undefined): string | null {
  if (header === undefined) return null;
  const bearer = header.startsWith('Bearer ') ? header.slice(7) : (/^bearer +(.*)$/i.exec(header)?.[1] ?? '');
  return bearer === '' ? null : bearer;
}

/** Decides who may score at one endpoint. Keys and tokens go in and never come out in a log or an error. */
export interface Guard {
  check(authorization: string | undefined): Access;
}

/** A new bearer key: 32 random bytes, as long as Azure's own, in base64url. */
export function newEndpointKey(): string {
  return randomBytes(32).toString('base64url');
}

/** `auth_mode: key`: the primary and the secondary key are worth the same, and neither expires. */
export class KeyGuard implements Guard {
  readonly #primary: Buffer;
  readonly #secondary: Buffer;

  constructor(keys: EndpointKeys) {
    this.#primary = Buffer.from(keys.primary);
    this.#secondary = Buffer.from(keys.secondary);
  }

  check(authorization: string | undefined): Access {
    if (authorization === undefined) return 'missing';
    const presented = readBearer(authorization);
    if (presented === null) return 'invalid';
    const bytes = Buffer.from(presented);
    // Both are always compared, so that the time taken does not show which one was nearly right.
    const primary = sameBytes(bytes, this.#primary);
    const secondary = sameBytes(bytes, this.#secondary);
    return primary || secondary ? 'valid' : 'invalid';
  }
}

function sameBytes(presented: Buffer, expected: Buffer): boolean {
  // timingSafeEqual wants equal lengths; the length of a key is no secret.
  return presented.length === expected.length && timingSafeEqual(presented, expected);
}

/** `auth_mode: aml_token`: tokens that this router issued, until they expire. */
export class TokenGuard implements Guard {
  /** When each issued token expires, by its SHA-256: looking one up shows nothing of the others. */
  readonly #expiries = new Map<string, number>();
  readonly #lifetimeMs: number;
  readonly #now: () => number;

  constructor(lifetimeMs: number, now: () => number) {
    this.#lifetimeMs = lifetimeMs;
    this.#now = now;
  }

  check(authorization: string | undefined): Access {
    if (authorization === undefined) return 'missing';
    const presented = readBearer(authorization);
    const expiry = presented === null ? undefined : this.#expiries.get(digest(presented));
    if (expiry === undefined) return 'invalid';
    return this.#now() < expiry ? 'valid' : 'expired';
  }

  /**
   * @param lifetimeMs below 0 the token has expired before it is out
   * @returns the token, and when exactly it expires: ms since 1970
   */
  issue(lifetimeMs = this.#lifetimeMs): { token: EndpointToken; expiryMs: number } {
    const now = this.#now();
    const accessToken = randomBytes(48).toString('base64url');
    const expiryMs = now + lifetimeMs;
    this.accept(accessToken, expiryMs);
    const expiryTimeUtc = Math.floor(expiryMs / 1000);
    const refreshAfterTimeUtc = Math.floor((now + lifetimeMs / 2) / 1000);
    return { token: { accessToken, expiryTimeUtc, refreshAfterTimeUtc }, expiryMs };
  }

  /** Accepts a token that another router with the same endpoints issued. @param expiryMs ms since 1970 */
  accept(token: string, expiryMs: number): void {
    const now = this.#now();
    for (const [known, expiry] of this.#expiries) {
      if (expiry + REMEMBERED_MS < now) this.#expiries.delete(known);
    }
    this.#expiries.set(digest(token), expiryMs);
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');

/** The guard that an endpoint's `auth_mode` asks for. */
export function guardFor(
  { authMode, keys }: EndpointSpec,
  tokenLifetimeMs: number,
  now: () => number,
): KeyGuard | TokenGuard {
  return authMode === 'key' ? new KeyGuard(keys) : new TokenGuard(tokenLifetimeMs, now);
}
