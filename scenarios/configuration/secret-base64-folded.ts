import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-base64-folded',
  title: 'The base64 in the manifest is folded',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'base64 breaks its lines after 76 characters unless it is given -w0, and a YAML value of several lines is folded ' +
    'with blanks between them. Blanks are no base64.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: {chain as base64-lines}
  key.pem: {key as base64-lines}
`,
    },
  },
  refused: 'SECRET_DATA_NOT_BASE64',
  says: 'base64 -w0',
};
