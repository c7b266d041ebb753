import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'certificate-without-key',
  aliases: ['goto-fail'],
  title: 'The right certificate is shown by a server that does not have its key',
  group: 'protocol',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'Every certificate can be copied off the wire; what cannot is the signature on the key exchange (RFC 5246 section 7.4.3). In 2014 ' +
    'a doubled "goto fail" made Apple clients skip that one check (CVE-2014-1266), and anybody could be anybody, with a chain in ' +
    'perfect order.',
  world: { certificate: { leaf: { key: 'ec-p256' } }, tls: { impostor: true } },
  sees: { error: 'ERR_SSL_PROVIDER_SIGNATURE_FAILURE' },
};
