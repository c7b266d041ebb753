import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'redirect-301-to-http',
  title: 'The answer sends the client to plain HTTP: 301',
  group: 'http',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'After a 301 most clients turn a POST into a GET (RFC 9110 section 15.4.2 allows it): the body stays at home, the headers do not. ' +
    "Python's urllib, which the sample in the studio uses, sends the Authorization header to whatever the redirect names " +
    '(python/cpython#77842), here in clear. requests did so until 2018 (CVE-2018-18074).',
  world: {
    plainHttp: 'serve',
    httpFault: { fault: 'redirect', status: 301, location: 'http://{fqdn}:{httpPort}{path}' },
  },
  mayReach: ['router'],
  sees: { status: 301 },
};
