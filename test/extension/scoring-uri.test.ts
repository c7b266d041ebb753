import t from 'tap';
import { describeScoringAddress, formatScoringUri } from '../../extension/scoring-uri.ts';
import { readSettings } from '../../extension/settings.ts';

const router = { address: '127.0.0.1', httpsPort: 8443, httpPort: 8080 };

t.test('makes sslCname the host of the scoring URI, as it was typed', async (t) => {
  const rows: [config: Record<string, string>, uri: string][] = [
    [
      { inferenceRouterServiceType: 'LoadBalancer', sslCname: 'WWW.contoso.com' },
      'https://WWW.contoso.com:8443',
    ],
    [{ inferenceRouterServiceType: 'LoadBalancer' }, 'https://127.0.0.1:8443'],
    [{ inferenceRouterServiceType: 'ClusterIP', sslCname: 'arc-ml' }, 'https://arc-ml:8443'],
    [
      { inferenceRouterServiceType: 'LoadBalancer', sslCname: 'a', allowInsecureConnections: 'True' },
      'http://127.0.0.1:8080',
    ],
    [{ inferenceRouterServiceType: 'NodePort', allowInsecureConnections: 'True' }, 'http://127.0.0.1:8080'],
  ];
  for (const [config, uri] of rows) {
    const address = describeScoringAddress(readSettings(config, {}), router);
    t.equal(formatScoringUri(address, 'demo'), `${uri}/api/v1/endpoint/demo/score`, JSON.stringify(config));
  }
});

t.test('leaves out a port that the scheme has anyway, and puts IPv6 in brackets', async (t) => {
  t.equal(
    formatScoringUri({ scheme: 'https', host: 'www.contoso.com', port: 443 }, 'demo', 'service'),
    'https://www.contoso.com/api/v1/service/demo/score',
  );
  t.equal(
    formatScoringUri({ scheme: 'http', host: '::1', port: 80 }, 'demo'),
    'http://[::1]/api/v1/endpoint/demo/score',
  );
  t.equal(
    formatScoringUri({ scheme: 'http', host: '::1', port: 443 }, 'e'),
    'http://[::1]:443/api/v1/endpoint/e/score',
  );
});

t.test('leaves the DNS record, and load balancing where there is none, to the user', async (t) => {
  const named = readSettings({ inferenceRouterServiceType: 'LoadBalancer', sslCname: 'www.contoso.com' }, {});
  const balanced = describeScoringAddress(named, router);
  t.strictSame(balanced.dnsRecord, { name: 'www.contoso.com', address: '127.0.0.1' });
  t.match(balanced.note, /no DNS record: point www\.contoso\.com to 127\.0\.0\.1/);

  const insecure = describeScoringAddress({ ...named, allowInsecureConnections: true }, router);
  t.strictSame([insecure.dnsRecord, insecure.note], [null, null]);

  for (const type of ['nodePort', 'clusterIP'] as const) {
    const own = describeScoringAddress({ ...named, inferenceRouterServiceType: type }, router);
    t.strictSame(own.reachedAt, { host: '127.0.0.1', port: 8443 });
    t.match(own.note, /reached at 127\.0\.0\.1:8443.*TLS termination .* your own/, type);
  }
});
