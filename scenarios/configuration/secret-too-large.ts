import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-too-large',
  title: 'cert.pem holds a whole bundle of roots',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'A person appended the bundle of the system to be sure of a "full chain". A Secret is limited to 1 MiB ' +
    '(Kubernetes, "Secrets"), and a chain of three certificates has 5 KB.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}'.repeat(400),
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_TOO_LARGE',
  says: '1048576 bytes',
};
