import type { Runtime } from '../runtime.ts';

export const nodeHttps: Runtime = {
  id: 'node-https',
  name: 'Node https, and axios and got over it',
  looksLike: {
    ja4: { t13d591000_a33745022dd6_1f22a2ca17c4: 'Node 20', t13d521100_b262b3658495_8e6e362c5eac: 'Node 24' },
    userAgent: /^(axios\/|got )/,
  },
  verification: {
    wrong: '`rejectUnauthorized: false`, or the variable NODE_TLS_REJECT_UNAUTHORIZED=0',
    right: 'no such option: Node verifies by default',
  },
  names: {
    wrong: '`checkServerIdentity` that returns undefined',
    right: 'no `checkServerIdentity` of your own',
  },
  ownCa: '`ca: fs.readFileSync(FILE)`, or the variable NODE_EXTRA_CA_CERTS',
  timeOut:
    '`timeout: 30000` with `request.destroy()` at the event; axios: `timeout: 30000`; there is none by default',
  redirects: 'https follows none; axios: `maxRedirects: 0`; got: `followRedirect: false`',
  docs: 'https://nodejs.org/api/tls.html#tlsconnectoptions-callback',
};
