import { type ClientScenario, DAY } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'valid-for-ten-years',
  title: 'The leaf is valid for ten years',
  group: 'validity',
  importance: 'low',
  expectation: 'advise',
  lesson:
    "Set up once and forgotten, because renewing is the customer's own step. Public authorities may not issue it (398 " +
    'days until 2026, 47 from 2029), and Apple refuses more than 825 days from private ones too. Nothing in RFC 5280 ' +
    'forbids it, and all other clients accept; but in ten years no one will remember how to renew it.',
  world: { certificate: { leaf: { notAfterMs: 3640 * DAY } } },
  sees: { status: 200 },
};
