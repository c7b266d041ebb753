import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-base64-twice',
  title: 'cert.pem is base64 of PEM',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "Encoded by hand, and then once more by kubectl create secret or by a template's b64enc. What arrives in the " +
    'pod is still base64.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain as base64}',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_BASE64_TWICE',
  says: 'Encode once below data',
};
