import type { ClientScenario } from '../scenario.ts';

/** The 1024-bit group that everybody had: the second Oakley group (RFC 2409 section 6.2). */
const SECOND_OAKLEY_GROUP = `-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
`;

export const scenario: ClientScenario = {
  name: 'dh1024',
  title: 'The router does Diffie-Hellman with a group of 1024 bits',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'Logjam: a group of 1024 bits that half the world shares can be broken once for all of them by an attacker who can pay for it. RFC 9325 ' +
    'section 4.5 requires 2048 bits. OpenSSL refuses from its security level 2 on; Java and GnuTLS still take 1024, and clients ' +
    'without DHE, such as Go and browsers, never come to the question.',
  world: {
    tls: {
      ciphers: 'DHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0',
      dhparam: SECOND_OAKLEY_GROUP,
    },
  },
  sees: { error: 'ERR_SSL_DH_KEY_TOO_SMALL' },
};
