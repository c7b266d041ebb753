import type { ClientScenario } from '../scenario.ts';

export const scenario: ClientScenario = {
  name: 'name-in-uri-san',
  title: 'The FQDN stands in a URI of subjectAltName',
  group: 'identity',
  importance: 'low',
  expectation: 'reject',
  lesson:
    'Certificates of service meshes carry URIs that say which workload it is, not under which host it is reached. ' +
    'HTTPS compares dNSName and iPAddress (RFC 9110 section 4.3.4). Node took the host out of a URI until ' +
    'CVE-2021-44531.',
  world: {
    certificate: { leaf: { commonName: null, organization: 'Contoso', sans: ['URI:https://{fqdn}/'] } },
    pastSecretCheck: true,
  },
  sees: { error: 'ERR_TLS_CERT_ALTNAME_INVALID' },
};
