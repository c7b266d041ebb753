import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-is-web-page',
  title: 'cert.pem is a web page',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'The certificate was fetched with a script, and the portal answered with its login page. curl without --fail ' +
    'writes that to the file and exits 0.',
  given: {
    files: {
      'contoso-tls/cert.pem': `<!doctype html><title>Sign in</title>
`,
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_NOT_PEM',
  says: 'is not PEM',
};
