import type { Runtime } from '../runtime.ts';

export const r: Runtime = {
  id: 'r',
  name: 'R httr, httr2 and curl',
  looksLike: {
    userAgent: /\b(r-curl|httr2?)\//,
    command: /(^|\/)R(script)?$/,
  },
  verification: { wrong: '`ssl_verifypeer = 0`', right: 'the default' },
  names: { wrong: '`ssl_verifyhost = 0`', right: 'the default' },
  ownCa: '`config(cainfo = FILE)`, or the variable CURL_CA_BUNDLE',
  timeOut: '`timeout(30)`; there is none by default',
  redirects: '`config(followlocation = 0)`: R sends the Authorization header to the target of a redirect',
  docs: 'https://httr2.r-lib.org/reference/req_options.html',
};
