import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-cross-sign',
  aliases: ['addtrust', 'dst-root-ca-x3'],
  title: 'The chain ends in an expired cross-sign of a root that the client trusts',
  group: 'trust',
  importance: 'high',
  expectation: 'accept',
  lesson:
    'While a root is new, an older one certifies its key, and that certificate ends with the older root. On 30 May ' +
    '2020 (AddTrust) and on 30 September 2021 (DST Root CA X3) clients with OpenSSL 1.0.2 or old GnuTLS walked to that ' +
    'end and stopped, although they trusted the new root. A right client ends its path at what it trusts (RFC 4158).',
  world: { certificate: { serve: ['leaf', 'intermediate', 'expired-cross-sign'] } },
  sees: { status: 200 },
};
