import { MOCK_IDENTITY } from './targets.ts';

/** How long an access token says that it is valid, s. */
const LIFETIME_S = 3600;

interface TokenClaims {
  /** `aud`: whom it is for. */
  audience: string;
  /** `iss`. */
  issuer: string;
  tenantId: string;
  clientId: string;
  /** ms since 1970. */
  now: number;
}

/**
 * An access token: a JWT (RFC 7519) without a signature, as az reads claims from it. It opens nothing but this mock,
 * which takes any token.
 */
export function makeAccessToken({ audience, issuer, tenantId, clientId, now }: TokenClaims): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    aud: audience,
    iss: issuer,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFETIME_S,
    appid: clientId,
    idtyp: 'app',
    oid: clientId,
    sub: clientId,
    tid: tenantId,
    ver: '1.0',
  };
  return [{ typ: 'JWT', alg: 'none' }, claims, 'not-signed']
    .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
    .join('.');
}

/** The answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenAnswer {
  token_type: 'Bearer';
  /** s. */
  expires_in: number;
  ext_expires_in: number;
  access_token: string;
}

/** A refusal of the token endpoint (RFC 6749 section 5.2). */
export interface TokenRefusal {
  error: string;
  error_description: string;
}

/**
 * Answers the token endpoint: a service principal with any secret, or a workload identity with any assertion.
 *
 * @param form the fields of the body
 * @param issuer `https://localhost:9443/TENANT/v2.0`
 */
export function answerTokenRequest(
  form: URLSearchParams,
  { issuer, tenant, now }: { issuer: string; tenant: string; now: number },
): TokenAnswer | TokenRefusal {
  const grant = form.get('grant_type');
  if (grant !== 'client_credentials') {
    return {
      error: 'unsupported_grant_type',
      error_description: `The mock has grant_type client_credentials alone, not "${grant ?? ''}". Sign in as a service principal or by managed identity.`,
    };
  }
  const clientId = form.get('client_id');
  if (clientId === null || clientId === '')
    return { error: 'invalid_request', error_description: 'client_id is missing.' };
  if (form.get('client_secret') === null && form.get('client_assertion') === null) {
    return {
      error: 'invalid_client',
      error_description: 'client_secret or client_assertion is missing. The mock takes any.',
    };
  }
  const audience = (form.get('scope') ?? '').replace(/\/?\.default$/, '') || issuer;
  const tenantId = /^[0-9a-f-]{36}$/i.test(tenant) ? tenant : MOCK_IDENTITY.tenantId;
  return {
    token_type: 'Bearer',
    expires_in: LIFETIME_S - 1,
    ext_expires_in: LIFETIME_S - 1,
    access_token: makeAccessToken({ audience, issuer, tenantId, clientId, now }),
  };
}

/** The document at `…/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 section 4), as far as MSAL reads it. */
export function describeAuthority(origin: string, tenant: string, version: string) {
  const oauth = `${origin}/${tenant}/oauth2${version}`;
  return {
    issuer: `${origin}/${tenant}${version}`,
    authorization_endpoint: `${oauth}/authorize`,
    token_endpoint: `${oauth}/token`,
    device_authorization_endpoint: `${oauth}/devicecode`,
  };
}

/** The answer of managed identity (App Service: expires_on in seconds since 1970; IMDS has the same fields). */
export function answerManagedIdentity(resource: string, issuer: string, now: number) {
  const { tenantId, clientId } = MOCK_IDENTITY;
  return {
    access_token: makeAccessToken({ audience: resource, issuer, tenantId, clientId, now }),
    client_id: clientId,
    expires_in: String(LIFETIME_S - 1),
    expires_on: String(Math.floor(now / 1000) + LIFETIME_S - 1),
    resource,
    token_type: 'Bearer',
  };
}
