import type { Runtime } from '../runtime.ts';

export const pythonAiohttp: Runtime = {
  id: 'python-aiohttp',
  name: 'Python aiohttp',
  looksLike: {
    ja4: { t13d181100_85036bcba153_d41ae481755e: 'aiohttp 3.14 with a context of its caller' },
    userAgent: /aiohttp\//,
  },
  verification: {
    wrong: '`ssl=False`, in old versions `verify_ssl=False`',
    right: '`ssl=True`, the default',
  },
  ownCa: '`ssl=ssl.create_default_context(cafile=FILE)`',
  timeOut: '`ClientTimeout(total=30)`; 300 s by default',
  redirects: '`allow_redirects=False`',
  docs: 'https://docs.aiohttp.org/en/stable/client_advanced.html#ssl-control-for-tcp-sockets',
};
