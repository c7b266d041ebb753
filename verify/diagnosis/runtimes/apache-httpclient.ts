import type { Runtime } from '../runtime.ts';

export const apacheHttpclient: Runtime = {
  id: 'apache-httpclient',
  name: 'Apache HttpClient 5',
  looksLike: {
    userAgent: /^Apache-HttpClient\//,
  },
  verification: {
    wrong: '`TrustAllStrategy`, `TrustSelfSignedStrategy`',
    right: '`SSLContexts.createSystemDefault()`, the default',
  },
  names: { wrong: '`NoopHostnameVerifier`', right: '`DefaultHostnameVerifier`, the default' },
  ownCa: '`SSLContexts.custom().loadTrustMaterial(…)`',
  timeOut: '`ConnectionConfig.setConnectTimeout` and `RequestConfig.setResponseTimeout`',
  redirects: '`disableRedirectHandling()`: on a 307 the client sends the Authorization header to other hosts',
  docs: 'https://hc.apache.org/httpcomponents-client-5.4.x/',
};
