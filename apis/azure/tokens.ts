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
  /** Claims beside those that all tokens have. */
  more?: Readonly<Record<string, string>>;
}

/**
 * A token: a JWT (RFC 7519) without a signature, as az reads claims from it. It opens nothing but this mock, which takes
 * any token.
 */
export function makeToken({ audience, issuer, tenantId, clientId, now, more }: TokenClaims): string {
  const seconds = Math.floor(now / 1000);
  const claims = {
    aud: audience,
    iss: issuer,
    iat: seconds,
    nbf: seconds,
    exp: seconds + LIFETIME_S,
    oid: clientId,
    sub: clientId,
    tid: tenantId,
    ...more,
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
  /** Of a person's sign-in alone, as are the following. */
  id_token?: string;
  refresh_token?: string;
  scope?: string;
  client_info?: string;
}

/** A refusal of the token endpoint (RFC 6749 section 5.2). */
export interface TokenRefusal {
  error: string;
  error_description: string;
}

/** What a request for a token comes in with. */
export interface TokenRequest {
  /** `https://localhost:9443/TENANT/v2.0`. */
  issuer: string;
  /** As in the path. */
  tenant: string;
  /** ms since 1970. */
  now: number;
}

/**
 * Answers the token endpoint: a service principal with any secret, a workload identity with any assertion, or the mock's
 * user with any code.
 *
 * @param form the fields of the body
 */
export function answerTokenRequest(form: URLSearchParams, request: TokenRequest): TokenAnswer | TokenRefusal {
  const grant = form.get('grant_type') ?? '';
  const clientId = form.get('client_id') ?? '';
  if (grant !== 'client_credentials' && !USER_GRANTS.includes(grant)) {
    return {
      error: 'unsupported_grant_type',
      error_description: `The mock has the grant types client_credentials, ${USER_GRANTS.join(', ')}, not "${grant}".`,
    };
  }
  if (clientId === '') return { error: 'invalid_request', error_description: 'client_id is missing.' };
  if (grant !== 'client_credentials') return answerUser(form, clientId, request);
  if (form.get('client_secret') === null && form.get('client_assertion') === null) {
    return {
      error: 'invalid_client',
      error_description: 'client_secret or client_assertion is missing. The mock takes any.',
    };
  }
  return accessAnswer(form, clientId, request, { appid: clientId, idtyp: 'app', ver: '1.0' });
}

const USER_GRANTS: readonly string[] = [
  'authorization_code',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
];

function accessAnswer(
  form: URLSearchParams,
  clientId: string,
  request: TokenRequest,
  more: Record<string, string>,
): TokenAnswer {
  const scopes = (form.get('scope') ?? '').split(' ');
  const resource = scopes.find((scope) => scope.endsWith('/.default')) ?? '';
  const audience = resource.replace(/\/?\.default$/, '') || request.issuer;
  const access = { ...request, audience, tenantId: tenantIdOf(request), clientId, more };
  return {
    token_type: 'Bearer',
    expires_in: LIFETIME_S - 1,
    ext_expires_in: LIFETIME_S - 1,
    access_token: makeToken(access),
  };
}

/** The mock's user, whom every code and every device code signs in. */
function answerUser(form: URLSearchParams, clientId: string, request: TokenRequest): TokenAnswer {
  const { userId, userName } = MOCK_IDENTITY;
  const tenantId = tenantIdOf(request);
  const user = { oid: userId, sub: userId, preferred_username: userName, upn: userName, name: userName };
  const nonce = readCode(form.get('code'));
  const id = { ...user, ver: '2.0', ...(nonce === null ? {} : { nonce }) };
  const clientInfo = JSON.stringify({ uid: userId, utid: tenantId });
  return {
    ...accessAnswer(form, clientId, request, { ...user, appid: clientId, idtyp: 'user', ver: '1.0' }),
    scope: form.get('scope') ?? '',
    refresh_token: 'mock-refresh-token',
    id_token: makeToken({ ...request, audience: clientId, tenantId, clientId, more: id }),
    client_info: Buffer.from(clientInfo).toString('base64url'),
  };
}

const tenantIdOf = ({ tenant }: TokenRequest): string =>
  /^[0-9a-f-]{36}$/i.test(tenant) ? tenant : MOCK_IDENTITY.tenantId;

/** A code that carries the nonce of its request, so that nothing has to be remembered. */
export function makeCode(nonce: string | null): string {
  return Buffer.from(JSON.stringify({ nonce })).toString('base64url');
}

function readCode(code: string | null): string | null {
  try {
    const { nonce } = JSON.parse(Buffer.from(code ?? '', 'base64url').toString()) as { nonce?: unknown };
    return typeof nonce === 'string' ? nonce : null;
  } catch {
    return null;
  }
}

/** The answer of the device code endpoint (RFC 8628 section 3.2). The mock's user has confirmed it already. */
export function answerDeviceCode(origin: string) {
  const page = `${origin}/devicelogin`;
  return {
    device_code: makeCode(null),
    user_code: 'MOCK',
    verification_uri: page,
    expires_in: 900,
    interval: 1,
    message: `The mock's user is signed in without a code; ${page} asks for nothing.`,
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

const APP = { idtyp: 'app', ver: '1.0' } as const;

/** The answer of managed identity (App Service: expires_on in seconds since 1970; IMDS has the same fields). */
export function answerManagedIdentity(resource: string, issuer: string, now: number) {
  const { tenantId, clientId } = MOCK_IDENTITY;
  return {
    access_token: makeToken({ audience: resource, issuer, tenantId, clientId, now, more: APP }),
    client_id: clientId,
    expires_in: String(LIFETIME_S - 1),
    expires_on: String(Math.floor(now / 1000) + LIFETIME_S - 1),
    resource,
    token_type: 'Bearer',
  };
}
