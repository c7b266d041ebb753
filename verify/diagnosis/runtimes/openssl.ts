import type { Runtime } from '../runtime.ts';

export const openssl: Runtime = {
  id: 'openssl',
  name: 'openssl s_client',
  looksLike: {
    ja4: { t13d311000_e8f1e7e78f70_1f22a2ca17c4: 'OpenSSL 3.0' },
    command: /(^|\/)openssl$/,
  },
  verification: {
    wrong: 'no `-verify_return_error`: s_client reports an error of verification and goes on',
    right: '`-verify_return_error`',
  },
  names: { wrong: 'no `-verify_hostname`', right: '`-verify_hostname NAME`' },
  ownCa: '`-CAfile FILE`',
  timeOut: '`timeout 30 openssl …`; it has none of its own',
  redirects: 's_client knows no HTTP',
  docs: 'https://docs.openssl.org/3.0/man1/openssl-s_client/',
};
