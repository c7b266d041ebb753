import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-value-not-text',
  title: 'A value in the manifest is a map',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The manifest names a file where the content belongs. kubectl has no such form: what stands below data is ' +
    'base64, what stands below stringData is text.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: { file: ./cert.pem }
  key.pem: {key as base64}
`,
    },
  },
  refused: 'SECRET_VALUE_NOT_TEXT',
  says: 'is a map',
};
