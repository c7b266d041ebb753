import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'path-length-exceeded',
  title: 'An intermediate issued another one that it may not',
  group: 'trust',
  importance: 'high',
  expectation: 'reject',
  lesson:
    'pathLenConstraint 0 says: leaves only. In 2011 TURKTRUST handed two customers an intermediate where they had ' +
    'ordered a leaf, and one of them made *.google.com with it; with the constraint in the certificate above, clients ' +
    'would have refused (RFC 5280 section 4.2.1.9).',
  world: { certificate: { intermediates: [{ basicConstraints: { ca: true, pathLength: 0 } }, {}] } },
  sees: { error: 'PATH_LENGTH_EXCEEDED' },
};
