import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-and-key-swapped',
  title: 'cert.pem and key.pem are swapped',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'sslKeyPemFile and sslCertPemFile are named in either order in the article. The worst of it would be a router ' +
    'that hands its private key to every client as its certificate.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{key}',
      'contoso-tls/key.pem': '{chain}',
    },
  },
  refused: 'SECRET_SWAPPED',
  says: 'Swap the two',
};
