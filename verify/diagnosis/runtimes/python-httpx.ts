import type { Runtime } from '../runtime.ts';

export const pythonHttpx: Runtime = {
  id: 'python-httpx',
  name: 'Python httpx',
  looksLike: {
    ja4: { t13d1812h1_85036bcba153_d41ae481755e: 'httpx 0.28' },
    userAgent: /^python-httpx\//,
  },
  verification: { wrong: '`verify=False`', right: '`verify=True`, the default' },
  ownCa: '`verify=ssl.create_default_context(cafile=FILE)`, or the variable SSL_CERT_FILE',
  timeOut: '`timeout=30`; 5 s by default, so a missing one was switched off with `timeout=None`',
  redirects: '`follow_redirects=False`, the default',
  docs: 'https://www.python-httpx.org/advanced/ssl/',
};
