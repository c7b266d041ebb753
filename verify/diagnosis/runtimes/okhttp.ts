import type { Runtime } from '../runtime.ts';

export const okhttp: Runtime = {
  id: 'okhttp',
  name: 'OkHttp',
  looksLike: {
    ja4: { t13d1514h2_8daaf6152771_a5b99884f7f5: 'OkHttp 4.12' },
    userAgent: /^okhttp\//,
  },
  verification: {
    wrong: '`sslSocketFactory` with a trust manager that accepts everything',
    right: 'the default of `OkHttpClient`',
  },
  names: { wrong: 'a `hostnameVerifier` that returns true', right: 'no `hostnameVerifier` of your own' },
  ownCa: '`HandshakeCertificates.Builder().addTrustedCertificate(…)`',
  timeOut: '`callTimeout(30, SECONDS)`; 10 s for each step by default',
  redirects: '`followRedirects(false)` and `followSslRedirects(false)`',
  docs: 'https://square.github.io/okhttp/features/https/',
};
