import { isKnownHost } from '../../common/known-host.ts';
import { AzureError } from './azure-error.ts';

/** What the guard looks at in a request. */
export interface GuardedHeaders {
  host?: string | undefined;
  origin?: string | undefined;
  authorization?: string | undefined;
}

/**
 * Refuses what a web page could send: a Host that the API does not know (DNS rebinding), and any Origin, for this API
 * serves no page.
 *
 * @param allowedHosts names beside `localhost` and IP addresses
 * @throws AzureError 421 or 403
 */
export function checkSource({ host, origin }: GuardedHeaders, allowedHosts: readonly string[]): void {
  if (!isKnownHost(host, allowedHosts)) {
    const message = `This API does not know itself by the Host "${host ?? ''}". Call it by localhost or IP address.`;
    throw new AzureError(421, 'HostUnknown', message);
  }
  if (origin !== undefined) {
    const message = `This API takes no requests from web pages (Origin "${origin}").`;
    throw new AzureError(403, 'OriginForeign', message);
  }
}

/**
 * Demands `Authorization: Bearer` of any content: a token is not checked, but a web page cannot send the header unasked.
 *
 * @throws AzureError 401 AuthenticationFailed
 */
export function checkBearer({ authorization }: GuardedHeaders): void {
  if (authorization !== undefined && /^bearer +\S/i.test(authorization)) return;
  const message = "Authentication failed. The 'Authorization' header is missing or has no bearer token.";
  throw new AzureError(401, 'AuthenticationFailed', message);
}
