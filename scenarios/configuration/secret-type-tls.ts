import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-type-tls',
  title: 'The Secret is of the type kubernetes.io/tls',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'cert-manager and kubectl create secret tls make this type, with the entries tls.crt and tls.key that it ' +
    "demands. The article's sample is of the type Opaque, and the type of a Secret cannot be changed.",
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: kubernetes.io/tls
data:
  tls.crt: {chain as base64}
  tls.key: {key as base64}
`,
    },
  },
  refused: 'SECRET_WRONG_TYPE',
  says: 'the type cannot be changed',
};
