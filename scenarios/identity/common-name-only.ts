import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'common-name-only',
  aliases: ['cn-only'],
  title: 'The FQDN stands in the common name alone',
  group: 'identity',
  importance: 'high',
  expectation: 'advise',
  lesson:
    'What the openssl lines of old tutorials make: -subj /CN=www.contoso.com and no subjectAltName. RFC 2818 called it ' +
    'deprecated in 2000, and RFC 9525 section 2 leaves it out. Chrome (since 58), Apple, Firefox and Go refuse; ' +
    'OpenSSL, curl, Python, GnuTLS, Java and Node still fall back to it, so it is advice here: the endpoint works for ' +
    'some of its clients, and for fewer every year.',
  world: {
    certificate: { leaf: { commonName: '{fqdn}', sans: null } },
    pastSecretCheck: true,
  },
  sees: { status: 200 },
};
