import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'http-fallback',
  title: 'HTTPS is gone and plain HTTP answers',
  group: 'http',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The Service of azureml-fe lists port 80 beside 443 whatever the settings say. A client that tries http:// when https:// ' +
    'fails hands its bearer key to everybody on the way.',
  world: { httpsGone: true, plainHttp: 'serve' },
  sees: { error: 'ECONNREFUSED' },
};
