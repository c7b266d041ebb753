import { type ClientScenario, DAY } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'root-valid-beyond-2049',
  title: 'The root is valid beyond 2049',
  group: 'validity',
  importance: 'low',
  expectation: 'accept',
  lesson:
    'Until 2049 dates are UTCTime with two digits for the year, from 2050 on GeneralizedTime with four (RFC 5280 ' +
    'section 4.1.2.5). A root made today for thirty years has one of each.',
  world: { certificate: { root: { notAfterMs: 30 * 365 * DAY } } },
  sees: { status: 200 },
};
