import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'stall-after-client-hello',
  title: 'The ClientHello is never answered',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'TCP connects, so the time-out for connecting is kept, and then nothing comes: an overloaded router, or a packet filter that ' +
    'lets small packets through and drops large ones. A client whose time-outs begin with the request waits for ever ' +
    '(Azure/AML-Kubernetes#282 reports 300 s).',
  world: { wireFault: { fault: 'stall-after-client-hello' } },
  timeoutMs: 500,
  sees: { error: 'UND_ERR_CONNECT_TIMEOUT' },
};
