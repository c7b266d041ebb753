import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-in-default-namespace',
  title: 'The Secret is in the namespace default',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A pod can only use Secrets of its own namespace, and azureml-fe runs in azureml. The Secret is there, right in ' +
    'everything, and cannot be seen.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: default
type: Opaque
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
`,
    },
  },
  refused: 'SECRET_WRONG_NAMESPACE',
  says: 'for the namespace "default"',
};
