import type { Runtime } from '../runtime.ts';

export const go: Runtime = {
  id: 'go',
  name: 'Go net/http',
  looksLike: {
    ja4: { t13d1912h2_9dc949149365_e5728521abd4: 'Go 1.26' },
    userAgent: /^Go-http-client\//,
  },
  verification: {
    wrong: '`InsecureSkipVerify: true`, also beside a `VerifyPeerCertificate` that returns nil',
    right: 'a `tls.Config` without `InsecureSkipVerify`',
  },
  names: {
    wrong: '`ServerName` set to another host',
    right: 'no `ServerName`: the host of the URL is compared',
  },
  ownCa:
    'a pool of `x509.SystemCertPool()` and `AppendCertsFromPEM` as `RootCAs`, or the variable SSL_CERT_FILE',
  timeOut: '`http.Client{Timeout: 30 * time.Second}`; there is none by default',
  redirects:
    '`CheckRedirect` that returns `http.ErrUseLastResponse`: Go sends the Authorization header to plain HTTP on the same host',
  docs: 'https://pkg.go.dev/crypto/tls#Config',
};
