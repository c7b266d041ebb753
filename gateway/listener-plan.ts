/** The settings of the extension that the router follows. */
export interface RouterSettings {
  /** Without inference there is no router. */
  enableInference: boolean;
  /** HTTP alone: TLS termination is off. */
  allowInsecureConnections: boolean;
  /** The name that the certificate has to cover; null compares nothing. */
  sslCname: string | null;
}

/** What the HTTP port does while TLS is on. */
// ASSUMPTION: plain-http-port: what port 80 of a TLS router answers is not published, although its Service lists
// the port; `closed` is the safe reading of the article. Changed by `--plain-http closed|redirect|serve`.
export type PlainHttp = 'closed' | 'redirect' | 'serve';

export interface ListenerPlan {
  https: boolean;
  http: PlainHttp;
}

/**
 * Which ports the router opens (article, "Configure TLS/SSL in AzureML Extension"): HTTPS unless
 * `allowInsecureConnections` is true, and then HTTP alone, because TLS termination is off. Without the extension, or with one that does no inference, there is no router.
 */
export function planListeners(settings: RouterSettings | null, plainHttp: PlainHttp): ListenerPlan {
  if (settings === null || !settings.enableInference) return { https: false, http: 'closed' };
  if (settings.allowInsecureConnections) return { https: false, http: 'serve' };
  return { https: true, http: plainHttp };
}
