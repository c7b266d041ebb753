import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'trailing-dot',
  title: 'The scoring URI ends its host with a dot',
  group: 'identity',
  importance: 'medium',
  expectation: 'advise',
  lesson:
    'The dot says that the name is complete. People type it inside of Kubernetes, where ndots:5 makes five queries of ' +
    'one name without it. It belongs to DNS: the SNI goes without (RFC 6066 section 3), and so does what is compared ' +
    "with the certificate. Python compares it with the dot and refuses; Java's HttpClient cannot put it into the SNI and " +
    'never sends a ClientHello.',
  world: { scoringHost: '{fqdn}.' },
  sees: { status: 200 },
};
