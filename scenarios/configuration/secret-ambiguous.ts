import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-ambiguous',
  title: 'The Secret is there as a folder and as a manifest',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'Yesterday it was tried with files, today with a manifest, and both are still there. The mock takes neither ' +
    'instead of guessing, for an old certificate that is served by chance costs a day.',
  given: {
    files: {
      'contoso-tls/cert.pem': '{chain}',
      'contoso-tls/key.pem': '{key}',
      'contoso-tls.yaml': `apiVersion: v1
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
  refused: 'SECRET_AMBIGUOUS',
  says: 'Remove all but one of them',
};
