import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'reset-large-hello',
  title: 'A ClientHello of more than one packet is reset',
  group: 'protocol',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'Clients with post-quantum key shares (X25519MLKEM768: OpenSSL 3.5, Go 1.24, Chrome) send a ClientHello of about 1,700 ' +
    'bytes. Some firewalls and balancers read its first packet alone and reset the connection (tldr.fail). Smaller groups, ' +
    'X25519 and P-256, get through until the device is updated. A client whose ClientHello fits into one packet scores here.',
  world: { wireFault: { fault: 'reset-large-hello' } },
  sees: { error: 'ECONNRESET' },
};
