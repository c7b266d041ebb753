import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-is-config-map',
  title: 'The certificate is in a ConfigMap',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'ConfigMaps look like Secrets, need no base64, and everybody who may read the namespace may read the private ' +
    'key in them. azureml-fe looks for a Secret.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: contoso-tls
  namespace: azureml
data:
  cert.pem: |
    {chain as indented}
  key.pem: |
    {key as indented}
`,
    },
  },
  refused: 'SECRET_MANIFEST_KIND',
  says: 'kind ConfigMap',
};
