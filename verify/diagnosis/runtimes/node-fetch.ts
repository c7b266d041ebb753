import type { Runtime } from '../runtime.ts';

export const nodeFetch: Runtime = {
  id: 'node-fetch',
  name: 'Node fetch and undici',
  looksLike: {
    ja4: { t13d5911h1_a33745022dd6_1f22a2ca17c4: 'Node 20', t13d5212h1_b262b3658495_8e6e362c5eac: 'Node 24' },
    userAgent: /^(node|undici)$/,
  },
  verification: {
    wrong:
      '`new Agent({ connect: { rejectUnauthorized: false } })`, or the variable NODE_TLS_REJECT_UNAUTHORIZED=0',
    right: 'no such option: the dispatcher verifies by default',
  },
  names: {
    wrong: '`checkServerIdentity` that returns undefined',
    right: 'no `checkServerIdentity` of your own',
  },
  ownCa: '`new Agent({ connect: { ca } })`, or the variable NODE_EXTRA_CA_CERTS',
  timeOut: '`signal: AbortSignal.timeout(30000)`; 300 s for the head by default',
  redirects: "`redirect: 'error'`",
  docs: 'https://undici.nodejs.org/#/docs/api/Client',
};
