import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-certbot-names',
  title: 'The Secret has fullchain.pem and privkey.pem',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'kubectl create secret with --from-file=DIR takes the names of the files, and ACME clients call theirs ' +
    'fullchain.pem and privkey.pem. The article: cert.pem and key.pem, and no others.',
  given: {
    files: {
      'contoso-tls/fullchain.pem': '{chain}',
      'contoso-tls/privkey.pem': '{key}',
    },
  },
  refused: 'SECRET_ENTRY_MISSING',
  says: 'fullchain.pem and privkey.pem',
};
