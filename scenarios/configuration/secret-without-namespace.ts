import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-without-namespace',
  title: 'The manifest names no namespace',
  group: 'configuration',
  importance: 'high',
  expectation: 'reject',
  lesson:
    "kubectl puts such a Secret into the namespace that is the current one, mostly default. The article's sample " +
    'says namespace: azureml, and azureml-fe looks nowhere else.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
type: Opaque
data:
  cert.pem: {chain as base64}
  key.pem: {key as base64}
`,
    },
  },
  refused: 'SECRET_NAMESPACE_MISSING',
  says: 'namespace: azureml',
};
