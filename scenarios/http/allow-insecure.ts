import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'allow-insecure',
  title: 'allowInsecureConnections is true, on purpose',
  group: 'http',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The article, "Disable TLS": with allowInsecureConnections=True the scoring URI is http:// and TLS termination is off, for ' +
    'development and testing. A client that is given an http:// URI may use it, and one that insists on HTTPS is right as well.',
  world: {
    settings: {
      config: {
        enableInference: 'True',
        inferenceRouterServiceType: 'LoadBalancer',
        allowInsecureConnections: 'True',
      },
      configProtected: {},
    },
  },
  mayReach: ['plain-http'],
  sees: { status: 200 },
};
