import type { Runtime } from '../runtime.ts';

export const pythonUrllib: Runtime = {
  id: 'python-urllib',
  name: 'Python urllib and http.client',
  looksLike: {
    ja4: {
      t13d1813h1_85036bcba153_d339722ba4af: 'Python 3.11 to 3.13',
      t13d311200_e8f1e7e78f70_d339722ba4af: 'Python 3.9',
    },
    userAgent: /^Python-urllib\//,
  },
  verification: {
    wrong:
      '`ssl._create_unverified_context()`, `ssl._create_default_https_context = ssl._create_unverified_context`, `verify_mode = ssl.CERT_NONE`',
    right: '`context=ssl.create_default_context()`',
  },
  names: {
    wrong: '`check_hostname = False`',
    right: '`check_hostname = True`, which is the default of `ssl.create_default_context()`',
  },
  ownCa: '`ssl.create_default_context(cafile=FILE)`, or the variable SSL_CERT_FILE',
  timeOut: '`urlopen(…, timeout=30)`; there is none by default',
  redirects:
    'a `HTTPRedirectHandler` whose `redirect_request` returns None: urllib sends the Authorization header to the target',
  docs: 'https://docs.python.org/3/library/ssl.html#best-defaults',
};
