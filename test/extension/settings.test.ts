import t from 'tap';
import {
  chooseCertificate,
  type ExtensionSettings,
  HIDDEN_KEYS,
  parsePairs,
  readSettings,
  SETTINGS,
} from '../../extension/settings.ts';

t.test('has every documented setting once, and no hidden one among them', async (t) => {
  const keys = SETTINGS.map(({ key }) => key);
  t.equal(new Set([...keys, ...HIDDEN_KEYS]).size, keys.length + HIDDEN_KEYS.length);
  t.strictSame(
    SETTINGS.filter(({ bag }) => bag === 'configProtected').map(({ key }) => key),
    ['sslCertPemFile', 'sslKeyPemFile'],
  );
  t.strictSame(Object.keys(readSettings({}, {})).sort(), [...keys].sort(), 'and every one of them is read');
});

t.test('takes k=v words as az does', async (t) => {
  t.strictSame(parsePairs(['a=1', 'b=x=y=', 'c=', 'a=2']), { a: '2', b: 'x=y=', c: '' });
  t.strictSame(parsePairs([]), {});
  t.throws(() => parsePairs(['a=1', 'sslSecret'], '--config-protected'), {
    reason: 'EXTENSION_BAD_PAIR',
    message: '--config-protected has the word "sslSecret", which is not key=value.',
    exit: 2,
  });
});

t.test('reads settings as the CLI understands them', async (t) => {
  const rows: [
    config: Record<string, string | boolean>,
    hidden: Record<string, string>,
    read: Partial<ExtensionSettings>,
  ][] = [
    [{}, {}, { enableInference: false, inferenceRouterHA: true, installVolcano: true, sslSecret: null }],
    [
      { enableInference: 'TRUE', allowInsecureConnections: 'yes' },
      {},
      { enableInference: true, allowInsecureConnections: false },
    ],
    [{ enableInference: true }, {}, { enableInference: true }],
    [{ inferenceRouterServiceType: 'LOADBALANCER' }, {}, { inferenceRouterServiceType: 'loadBalancer' }],
    [{ inferenceRouterServiceType: 'bogus' }, {}, { inferenceRouterServiceType: null }],
    [{ internalLoadBalancerProvider: 'Azure' }, {}, { internalLoadBalancerProvider: 'azure' }],
    [{ sslCname: '' }, { sslCname: 'b' }, { sslCname: null }],
    [{}, { sslCname: 'b' }, { sslCname: 'b' }],
    [{ sslCertPemFile: 'c' }, { sslKeyPemFile: 'k' }, { sslCertPemFile: null, sslKeyPemFile: 'k' }],
    [{ 'scoringFe.sslSecret': 's' }, {}, { sslSecret: 's' }],
    [{ inferenceRouterHA: 'False' }, {}, { inferenceRouterHA: false }],
    [
      { 'nodeSelector.pool': 'a' },
      { 'nodeSelector.pool': 'b', 'nodeSelector.x': 'c' },
      { nodeSelector: { pool: 'a', x: 'c' } },
    ],
  ];
  for (const [config, hidden, read] of rows)
    t.match(readSettings(config, hidden), read, JSON.stringify(config));
});

t.test('chooses a whole PEM pair before sslSecret, and nothing without TLS', async (t) => {
  const pair = { sslCertPemFile: 'c', sslKeyPemFile: 'k' };
  const files = { kind: 'files', certFile: 'c', keyFile: 'k' };
  const secret = { kind: 'secret', name: 's' };
  t.strictSame(chooseCertificate(readSettings({ sslSecret: 's' }, pair)), files);
  t.strictSame(chooseCertificate(readSettings({ sslSecret: 's' }, pair), 'secret'), secret);
  t.strictSame(chooseCertificate(readSettings({ sslSecret: 's' }, { sslKeyPemFile: 'k' })), secret);
  t.strictSame(chooseCertificate(readSettings({}, {})), { kind: 'none' });
  const insecure = readSettings({ sslSecret: 's', allowInsecureConnections: 'True' }, pair);
  t.strictSame(chooseCertificate(insecure), { kind: 'none' });
});
