import net from 'node:net';
import { badRequest } from './azure-error.ts';
import { makeCode } from './tokens.ts';

/** The query of the authorization endpoint (OpenID Connect Core 1.0 section 3.1.2.1), as far as it is used. */
export interface AuthorizeQuery {
  redirect_uri?: string;
  state?: string;
  nonce?: string;
  response_mode?: string;
}

/** How the authorization endpoint answers. */
export type AuthorizeAnswer = { redirect: string } | { page: string };

/**
 * Signs the mock's user in at once and hands the code to the tool that opened the browser: by redirect, or by a form that
 * sends itself, as MSAL asks for.
 *
 * @throws AzureError 400 for a redirect_uri that is not on this machine
 */
export function authorize({
  redirect_uri = '',
  state = '',
  nonce,
  response_mode,
}: AuthorizeQuery): AuthorizeAnswer {
  if (!isLoopback(redirect_uri))
    throw badRequest(
      `redirect_uri must be http://localhost with the port of the tool, not "${redirect_uri}".`,
    );
  const fields = { code: makeCode(nonce ?? null), state };
  if (response_mode !== 'form_post') {
    const target = new URL(redirect_uri);
    for (const [name, value] of Object.entries(fields)) target.searchParams.set(name, value);
    return { redirect: target.href };
  }
  const inputs = Object.entries(fields).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  );
  return {
    page: `<!doctype html><title>azureml-fe-mock</title><form method="post" action="${escapeHtml(redirect_uri)}">
${inputs.join('\n')}
<button>Continue as the mock's user</button></form><script>document.forms[0].submit()</script>
`,
  };
}

/** A code must not leave the machine. */
function isLoopback(uri: string): boolean {
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  const host = hostname.replace(/^\[|\]$/g, '');
  return (
    protocol === 'http:' &&
    (host === 'localhost' || host === '::1' || (net.isIPv4(host) && host.startsWith('127.')))
  );
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
