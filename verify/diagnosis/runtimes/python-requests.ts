import type { Runtime } from '../runtime.ts';

export const pythonRequests: Runtime = {
  id: 'python-requests',
  name: 'Python requests and urllib3',
  looksLike: {
    ja4: { t13d1812h1_85036bcba153_b26ce05bbdd6: 'requests 2.34, urllib3 2.8' },
    userAgent: /^python-(requests|urllib3)\//,
  },
  verification: {
    wrong: '`verify=False`, `session.verify = False`, `cert_reqs="CERT_NONE"`',
    right: '`verify=True`, the default',
  },
  names: { wrong: '`assert_hostname=False`', right: 'no `assert_hostname`: the name is compared by default' },
  ownCa: '`verify="FILE"`, or the variable REQUESTS_CA_BUNDLE',
  timeOut: '`timeout=(3, 30)`; there is none by default',
  redirects: '`allow_redirects=False` (urllib3: `redirect=False`)',
  docs: 'https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification',
};
