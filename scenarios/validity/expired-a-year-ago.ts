import { type ClientScenario, DAY } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'expired-a-year-ago',
  title: 'The certificate expired a year ago',
  group: 'validity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'The expiry went unnoticed for a year. In 2017 Equifax found out that it was being robbed on the day on which an ' +
    'inspection device got a new certificate; with the old one, expired for months, it had let everything pass unread. ' +
    'A client with days of grace for the freshly expired shows in the other scenario; one that does not look at the ' +
    'date shows in both.',
  world: { certificate: { leaf: { notBeforeMs: -730 * DAY, notAfterMs: -365 * DAY } } },
  sees: { error: 'CERT_HAS_EXPIRED' },
};
