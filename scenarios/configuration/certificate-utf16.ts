import type { ConfigurationScenario } from '../scenario.ts';

export const scenario: ConfigurationScenario = {
  name: 'certificate-utf16',
  title: 'cert.pem is UTF-16',
  group: 'configuration',
  importance: 'medium',
  expectation: 'reject',
  lesson:
    'Out-File and ">" of Windows PowerShell write UTF-16 with a byte order mark by default. It ' +
    'looks right in every editor.',
  given: {
    files: {
      'contoso-tls/cert.pem': { text: '{chain}', encoding: 'utf-16' },
      'contoso-tls/key.pem': '{key}',
    },
  },
  refused: 'SECRET_IS_UTF16',
  says: 'iconv -f UTF-16',
};
