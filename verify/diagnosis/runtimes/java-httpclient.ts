import type { Runtime } from '../runtime.ts';

export const javaHttpclient: Runtime = {
  id: 'java-httpclient',
  name: 'java.net.http.HttpClient',
  looksLike: {
    ja4: { t13d3713h2_db35923f8641_7c76daad20ec: 'Java 17' },
    userAgent: /^Java-http-client\//,
  },
  verification: { wrong: 'a `TrustManager` that accepts everything', right: 'the default `SSLContext`' },
  names: {
    wrong:
      '`jdk.internal.httpclient.disableHostnameVerification`, or an empty endpoint identification algorithm',
    right: 'neither of them: the name is compared by default',
  },
  ownCa:
    'a `KeyStore` with the authority through `TrustManagerFactory`, or `-Djavax.net.ssl.trustStore=FILE`',
  timeOut: '`connectTimeout` on the client and `timeout` on the `HttpRequest`; there is none by default',
  redirects: '`Redirect.NEVER`, the default; NORMAL and ALWAYS send the Authorization header to other hosts',
  docs: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.net.http/java/net/http/HttpClient.Builder.html',
};
