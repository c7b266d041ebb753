import { doc, type FidelitySection, issue } from './fidelity-row.ts';

/** What is known of the router up to the moment at which a request is in its hands. */
export const CONNECTION: FidelitySection[] = [
  {
    title: 'Addresses and ports',
    home: ['gateway/listener'],
    rows: [
      {
        subject: 'Where the router is reached',
        documented: doc(
          'deploy',
          'Review Azure Machine Learning extension configuration settings',
          '`LoadBalancer` from outside, `nodePort` at each node, `clusterIP` from inside the cluster only; with the last two, TLS termination is the user’s own.',
        ),
        observed: issue(
          ['Azure/AML-Kubernetes#282', 'Azure/AML-Kubernetes#186'],
          'A scoring URI with a cluster address that nobody outside reaches; no address where the load balancer has a host name.',
        ),
      },
      {
        subject: 'Scoring URI',
        documented: doc(
          'secure',
          'Update your DNS with FQDN',
          '`/api/v1/service/<name>/score`; with a custom name the name takes the place of the address. The mock takes this path too.',
        ),
        observed: issue(
          ['Azure/AML-Kubernetes#196', 'Azure/AML-Kubernetes#282'],
          '`https://<sslCname>/api/v1/endpoint/<endpoint>/score`, `sslCname` letter by letter. The mock’s ready file has this one.',
        ),
      },
      {
        subject: 'Swagger URL',
        documented: doc('consume', null, 'v1: `swagger.json` beside `score`.'),
        assumed: ['swagger-url'],
      },
      {
        subject: 'Port 80 while TLS is on',
        documented: doc(
          'secure',
          'Configure TLS/SSL in AzureML Extension',
          'HTTPS wants `allowInsecureConnections=False`; plain HTTP wants `True`. Nothing about port 80 beside 443.',
        ),
        assumed: ['plain-http-port'],
      },
      { subject: 'Plain HTTP on the TLS port', assumed: ['plain-http-on-tls-port'] },
    ],
  },
  {
    title: 'TLS',
    home: ['gateway/tls', 'gateway/behaviour'],
    rows: [
      {
        subject: 'Versions',
        documented: doc('secure', null, 'TLS 1.2. TLS 1.3 is unsupported. `--tls-max-version` lets it in.'),
      },
      { subject: 'Cipher suites', assumed: ['cipher-suites'] },
      { subject: 'HTTP/2', assumed: ['alpn'] },
      {
        subject: 'SNI',
        documented: doc(
          'deploy',
          'Review Azure Machine Learning extension configuration settings',
          'One `sslCname` and one certificate for the router.',
        ),
        assumed: ['one-certificate'],
      },
      { subject: 'Resumption', assumed: ['session-resumption'] },
      { subject: 'Renegotiation', assumed: ['renegotiation'] },
      { subject: 'Client certificates', assumed: ['no-client-certificates'] },
    ],
  },
  {
    title: 'Certificate and secret',
    home: ['secret'],
    rows: [
      {
        subject: 'Secret',
        documented: doc(
          'secure',
          'Configure sslSecret',
          'An `Opaque` secret in the namespace `azureml` with `cert.pem` and `key.pem`.',
        ),
        observed: issue(
          ['Azure/AML-Kubernetes#157'],
          'Users asked for a secret that cert-manager can renew; `sslSecret` came of it.',
        ),
      },
      {
        subject: 'Format',
        documented: doc(
          'secure',
          'Get a TLS/SSL certificate',
          'PEM; the full chain; a key without passphrase. Self-signed for development only.',
        ),
        observed: issue(
          ['MicrosoftDocs/azure-docs#88712'],
          'Which certificates, and in which order, is asked (v1).',
        ),
        assumed: ['leaf-only', 'chain-order', 'self-signed', 'byte-order-mark'],
      },
      {
        subject: 'Kind of key',
        documented: doc('compute', null, 'The steps look at the key with `openssl rsa`, so RSA.'),
        assumed: ['ec-keys'],
      },
      {
        subject: 'What the health check refuses',
        documented: doc(
          'extension',
          'Error Code of HealthCheck',
          '`E40007 INVALID_SSL_SETTING`: key or certificate is not valid; the CNAME should be compatible with the certificate.',
        ),
        observed: issue(
          ['Azure/azure-cli-extensions#5477', 'hashicorp/terraform-provider-azurerm#24547'],
          'The installation fails at the health check, and the code is not shown.',
        ),
        assumed: ['validity-dates', 'expires-soon', 'extended-key-usage'],
      },
      {
        subject: '`sslCname` and the certificate',
        documented: doc(
          'extension',
          'Error Code of HealthCheck',
          'They should be compatible; how is not said.',
        ),
        observed: issue(
          ['MicrosoftDocs/azure-docs#87226'],
          'Whether a wildcard will do was asked and not answered (v1).',
        ),
        assumed: ['name-match', 'wildcard-parent'],
      },
      {
        subject: 'Renewal',
        documented: doc(
          'secure',
          'Update the TLS/SSL certificate',
          'Update the Secret or the files, then run `az k8s-extension update`.',
        ),
        observed: issue(
          ['MicrosoftDocs/azure-docs#22716'],
          'Whether there is downtime was asked and stayed unclear (v1).',
        ),
        assumed: ['no-hot-reload'],
      },
    ],
  },
  {
    title: 'DNS',
    home: ['dns-mock'],
    rows: [
      {
        subject: 'The record of `sslCname`',
        documented: doc(
          'secure',
          'Update your DNS with FQDN',
          'The customer’s own, at the registrar; minutes or hours pass until clients see it.',
        ),
        observed: issue(
          ['Azure/AML-Kubernetes#196'],
          'Provisioning succeeds, and then the host of the scoring URI is a name that nobody can resolve.',
        ),
      },
    ],
  },
];
