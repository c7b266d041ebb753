import { type ClientScenario, DAY } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'not-yet-valid',
  title: 'The certificate becomes valid tomorrow',
  group: 'validity',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'A renewed certificate was taken into service before its notBefore, or the clock of one side is wrong. RFC 5280 ' +
    'section 4.1.2.5: a certificate is not to be used outside of its validity, at either end.',
  world: { certificate: { leaf: { notBeforeMs: DAY, notAfterMs: 91 * DAY } } },
  sees: { error: 'CERT_NOT_YET_VALID' },
};
