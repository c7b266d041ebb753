import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-named-otherwise',
  title: 'The manifest holds a Secret of another name',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The file was copied from another cluster and only its own name was changed: metadata.name and sslSecret have ' +
    'to be the same.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-test-tls
  namespace: azureml
type: Opaque
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
`,
    },
  },
  refused: 'SECRET_MANIFEST_NAME',
  says: 'it holds "contoso-test-tls"',
};
