import type { Runtime } from '../runtime.ts';

export const mono: Runtime = {
  id: 'mono',
  name: 'Mono',
  looksLike: {
    command: /(^|\/)mono(-sgen)?$/,
  },
  verification: {
    wrong: 'a `ServicePointManager.ServerCertificateValidationCallback` that returns true',
    right: 'no callback',
  },
  ownCa: '`cert-sync FILE`, which fills the store of Mono',
  timeOut: '`HttpWebRequest.Timeout` and `ReadWriteTimeout`; 100 s and 300 s by default',
  redirects: '`AllowAutoRedirect = false`',
  docs: 'https://www.mono-project.com/docs/faq/security/',
};
