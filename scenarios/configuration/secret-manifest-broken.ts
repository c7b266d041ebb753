import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-manifest-broken',
  title: 'The key is not indented in the manifest',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'A PEM text below stringData is a block of YAML, and every line of it has to be indented. Pasted as it is, it ' +
    'ends the block at its second line.',
  given: {
    files: {
      'contoso-tls.yaml': `apiVersion: v1
kind: Secret
metadata:
  name: contoso-tls
  namespace: azureml
type: Opaque
stringData:
  cert.pem: |
    {chain as indented}
  key.pem: |
    {key}`,
    },
  },
  refused: 'SECRET_MANIFEST_BROKEN',
  says: 'indented below',
};
