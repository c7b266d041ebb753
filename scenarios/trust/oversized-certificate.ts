import type { ClientScenario } from '../scenario.ts';

const LONG = 'x'.repeat(50);
const OTHERS = Array.from({ length: 1600 }, (_, index) => `DNS:ml-${index + 1}-${LONG}.{parent}`);

export const scenario: ClientScenario = {
  name: 'oversized-certificate',
  aliases: ['10000-sans'],
  title: 'The certificate is larger than 100 kB',
  group: 'trust',
  importance: 'low',
  expectation: 'advise',
  lesson:
    "Every customer's name in one certificate; badssl does it with ten thousand. TLS allows 16 MB and every client " +
    'draws a line of its own: OpenSSL, and with it Node, Python and curl, at 100 kB, GnuTLS at 128, Java at 32. Go ' +
    'reads on. The line is worth knowing, because the error does not speak of a certificate.',
  world: { certificate: { leaf: { sans: ['DNS:{fqdn}', ...OTHERS] } } },
  sees: { error: 'ERR_SSL_EXCESSIVE_MESSAGE_SIZE' },
};
