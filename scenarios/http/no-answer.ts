import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'no-answer',
  title: 'The request is taken and never answered',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'azureml-fe itself answers 504 after request_timeout_ms, 5 s where nothing else is set; a load balancer in front that has lost ' +
    'the router says nothing at all. requests, urllib, curl and Go wait for ever by default, fetch in Node for five minutes.',
  world: { httpFault: { fault: 'no-answer' } },
  mayReach: ['router'],
  sees: { error: 'TimeoutError' },
  timeoutMs: 500,
};
