import type { Runtime } from '../runtime.ts';

export const curl: Runtime = {
  id: 'curl',
  name: 'curl',
  looksLike: {
    ja4: { t13d3112h2_e8f1e7e78f70_b26ce05bbdd6: 'curl 7.88 with OpenSSL 3.0' },
    userAgent: /^curl\//,
    command: /(^|\/)curl(\.exe)?$/,
  },
  verification: {
    wrong: '`-k`, `--insecure`, or `insecure` in .curlrc',
    right: 'no such option: curl verifies by default',
  },
  ownCa: '`--cacert FILE`, or the variables CURL_CA_BUNDLE and SSL_CERT_FILE',
  timeOut: '`--connect-timeout 5 --max-time 30`; curl has none by default',
  redirects: 'no `-L`, and never `--location-trusted`; `--proto-redir =https` where redirects are needed',
  docs: 'https://curl.se/docs/sslcerts.html',
};
