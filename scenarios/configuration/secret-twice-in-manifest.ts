import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-twice-in-manifest',
  title: 'The manifest holds the Secret twice',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'The renewed Secret was appended to the file instead of put in place of the old one. kubectl apply would let ' +
    'the last one win; which one was meant is unknown.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
---
apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
`,
    },
  },
  refused: 'SECRET_MANIFEST_SEVERAL',
  says: 'Leave one of them in the file',
};
