import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'secret-file-is-folder',
  title: 'cert.pem is an empty folder',
  group: 'configuration',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'A container engine that is to mount a file which does not exist makes a folder of that name, and says nothing.',
  given: {
    files: {
      'contoso-tls/cert.pem/': '',
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_FILE_IS_FOLDER',
  says: 'A container engine makes such a folder',
};
