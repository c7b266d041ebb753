import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-pem-in-data',
  title: 'PEM stands below data, where base64 belongs',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The placeholder of the article\'s sample reads "PEM-encoded", which is what people put there. Below data ' +
    'Kubernetes wants base64 of the PEM; below stringData it would take it as it is.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: |
    {chain as indented}
  key.pem: |
    {key as indented}
`,
    },
  },
  refused: 'SECRET_DATA_IS_PEM',
  says: 'Write stringData instead of data',
};
