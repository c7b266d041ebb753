import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'stall-after-server-hello',
  title: 'The handshake stops after the ServerHello',
  group: 'protocol',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The small ServerHello arrives and the large Certificate message does not: the usual sign of a path MTU that is smaller than ' +
    'both ends believe, common with VPNs and overlay networks of clusters. Only a time-out for the whole handshake helps.',
  world: { wireFault: { fault: 'stall-after-server-hello' } },
  timeoutMs: 500,
  sees: { error: 'UND_ERR_CONNECT_TIMEOUT' },
};
