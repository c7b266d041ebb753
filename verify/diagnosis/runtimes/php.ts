import type { Runtime } from '../runtime.ts';

export const php: Runtime = {
  id: 'php',
  name: 'PHP streams, curl and Guzzle',
  looksLike: {
    ja4: { t13d751100_479067518aa3_d41ae481755e: 'PHP 8.2 streams' },
    userAgent: /^GuzzleHttp\//,
    command: /(^|\/)php[\d.]*$/,
  },
  verification: {
    wrong:
      'streams: `verify_peer => false`; curl: `CURLOPT_SSL_VERIFYPEER => false`; Guzzle: `verify => false`',
    right: 'none of these: PHP verifies by default',
  },
  names: {
    wrong: 'streams: `verify_peer_name => false`; curl: `CURLOPT_SSL_VERIFYHOST => 0`',
    right: 'none of these, or `CURLOPT_SSL_VERIFYHOST => 2`',
  },
  ownCa:
    '`cafile`, `CURLOPT_CAINFO`, or `openssl.cafile` and `curl.cainfo` in php.ini; Guzzle: `verify => FILE`',
  timeOut:
    '`timeout` of the stream context; `CURLOPT_CONNECTTIMEOUT` and `CURLOPT_TIMEOUT`, where 0, the default, is none',
  redirects: '`follow_location => 0`; curl follows none by default',
  docs: 'https://www.php.net/manual/en/context.ssl.php',
};
