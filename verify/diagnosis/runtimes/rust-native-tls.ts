import type { Runtime } from '../runtime.ts';

export const rustNativeTls: Runtime = {
  id: 'rust-native-tls',
  name: 'Rust with native-tls',
  looksLike: {
    ja4: { t13d311100_e8f1e7e78f70_d41ae481755e: 'reqwest 0.12 with native-tls' },
  },
  verification: {
    wrong: '`danger_accept_invalid_certs(true)`',
    right: 'no such call: native-tls verifies by default',
  },
  names: { wrong: '`danger_accept_invalid_hostnames(true)`', right: 'no such call' },
  ownCa: '`add_root_certificate(…)`; on Linux the variable SSL_CERT_FILE',
  timeOut: '`ClientBuilder::timeout`; 30 s in the blocking client, none in the other',
  redirects: '`redirect(Policy::none())`',
  docs: 'https://docs.rs/native-tls/latest/native_tls/struct.TlsConnectorBuilder.html',
};
