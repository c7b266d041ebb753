import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-placeholder',
  title: "The article's sample is applied with its placeholders",
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The article, "Configure sslSecret": "<PEM-encoded SSL certificate>" stands for something. A pipeline whose ' +
    'substitution did not run applies the sample as it is.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: <PEM-encoded SSL certificate>
  key.pem: <PEM-encoded SSL key>
`,
    },
  },
  refused: 'SECRET_DATA_PLACEHOLDER',
  says: 'placeholder of the sample',
};
