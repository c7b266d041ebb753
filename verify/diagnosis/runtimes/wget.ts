import type { Runtime } from '../runtime.ts';

export const wget: Runtime = {
  id: 'wget',
  name: 'wget',
  looksLike: {
    ja4: { t13d291300_723694b0fccc_899037bd0b8c: 'wget 1.21 with GnuTLS' },
    userAgent: /^Wget\//,
    command: /(^|\/)wget$/,
  },
  verification: {
    wrong: '`--no-check-certificate`, or `check_certificate = off` in .wgetrc',
    right: 'no such option: wget verifies by default',
  },
  ownCa: '`--ca-certificate=FILE`',
  timeOut: '`--timeout=10 --tries=1`; by default wget waits 15 minutes and tries 20 times',
  redirects: '`--max-redirect=0`: wget sends the Authorization header to the target of a redirect',
  docs: 'https://www.gnu.org/software/wget/manual/html_node/HTTPS-_0028SSL_002fTLS_0029-Options.html',
};
