import type { Runtime } from '../runtime.ts';

export const javaUrlconnection: Runtime = {
  id: 'java-urlconnection',
  name: 'HttpsURLConnection',
  looksLike: {
    ja4: { t13d371200_db35923f8641_7c76daad20ec: 'Java 17' },
    userAgent: /^Java\/\d/,
  },
  verification: {
    wrong: '`setDefaultSSLSocketFactory` with a `TrustManager` that accepts everything',
    right: 'the default socket factory',
  },
  names: { wrong: 'a `HostnameVerifier` that returns true', right: 'no `HostnameVerifier` of your own' },
  ownCa:
    'a `KeyStore` with the authority through `TrustManagerFactory`, or `-Djavax.net.ssl.trustStore=FILE`',
  timeOut: '`setConnectTimeout` and `setReadTimeout`; there are none by default',
  redirects: '`setInstanceFollowRedirects(false)`',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/javax/net/ssl/HttpsURLConnection.html',
};
