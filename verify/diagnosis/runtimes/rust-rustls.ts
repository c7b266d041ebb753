import type { Runtime } from '../runtime.ts';

export const rustRustls: Runtime = {
  id: 'rust-rustls',
  name: 'Rust with rustls',
  looksLike: {
    ja4: { t13d1011h1_61a7ad8aa9b6_3fcd1a44f3e3: 'reqwest 0.12 with rustls' },
    userAgent: /^reqwest\//,
  },
  verification: {
    wrong: '`danger_accept_invalid_certs(true)`, or a verifier set with `dangerous()`',
    right: 'neither: reqwest verifies by default',
  },
  names: { wrong: '`danger_accept_invalid_hostnames(true)`', right: 'no such call' },
  ownCa: '`add_root_certificate(Certificate::from_pem(…))`',
  timeOut: '`ClientBuilder::timeout`; 30 s in the blocking client, none in the other',
  redirects: '`redirect(Policy::none())`',
  docs: 'https://docs.rs/reqwest/latest/reqwest/struct.ClientBuilder.html',
};
