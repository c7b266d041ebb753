import type { Runtime } from '../runtime.ts';

export const dotnet: Runtime = {
  id: 'dotnet',
  name: '.NET HttpClient',
  looksLike: {
    command: /(^|\/)(dotnet|pwsh)(\.exe)?$/,
  },
  verification: {
    wrong:
      '`DangerousAcceptAnyServerCertificateValidator`, or a `ServerCertificateCustomValidationCallback` that returns true',
    right: 'no callback: HttpClient verifies by default',
  },
  names: {
    wrong: 'a callback that ignores `SslPolicyErrors.RemoteCertificateNameMismatch`',
    right: 'no callback',
  },
  ownCa:
    '`CertificateChainPolicy` with `X509ChainTrustMode.CustomRootTrust`; on Linux the variables SSL_CERT_FILE and SSL_CERT_DIR',
  timeOut: '`HttpClient.Timeout`; 100 s by default',
  redirects: '`AllowAutoRedirect = false`',
  docs: 'https://learn.microsoft.com/dotnet/api/system.net.http.httpclienthandler',
};
