import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'fqdn-mismatch',
  aliases: ['wrong-host'],
  title: 'The certificate is for another FQDN',
  group: 'identity',
  importance: 'critical',
  expectation: 'reject',
  lesson:
    'The article, "Get a TLS/SSL certificate": the address stamped into the certificate and the address that clients ' +
    'use are compared, and clients get an error where they differ. The health check would refuse this pair (E40007); ' +
    'in life it appears when the DNS name is moved to a cluster that was set up for another name.',
  world: {
    certificate: { leaf: { commonName: 'scoring.example.com', sans: ['DNS:scoring.example.com'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
