import t from 'tap';
import { checkHealth, formatHealthReport, HEALTH_CODES, type HealthInput } from '../../extension/health.ts';
import { readSettings } from '../../extension/settings.ts';

const GOOD = {
  enableInference: 'True',
  inferenceRouterServiceType: 'LoadBalancer',
  sslSecret: 's',
  sslCname: 'a',
};
const fault = {
  reason: 'SECRET_KEY_MISMATCH',
  message: 'The key is another one.',
  remedy: 'Put them together.',
};

function inputFor(config: Record<string, string>, over: Partial<HealthInput> = {}): HealthInput {
  return {
    settings: readSettings({ ...GOOD, ...config }, {}),
    cluster: { nodeCount: 3, hasLoadBalancer: true, clusterType: 'managedClusters' },
    secretFault: null,
    date: new Date('2026-01-02T03:04:05.678Z'),
    durationMs: 12,
    correlationId: '00000000-0000-4000-8000-000000000000',
    ...over,
  };
}

const arc = { nodeCount: 1, hasLoadBalancer: false, clusterType: 'connectedClusters', distribution: 'kind' };

t.test('finds what the CLI leaves to the cluster', async (t) => {
  const rows: [config: Record<string, string>, over: Partial<HealthInput>, codes: string[]][] = [
    [{}, {}, []],
    [{}, { secretFault: fault }, ['E40007']],
    [{ allowInsecureConnections: 'True' }, { secretFault: fault }, []],
    [{}, { cluster: arc }, ['E40001', 'E40002']],
    [{ inferenceRouterHA: 'False' }, { cluster: arc }, ['E40001']],
    [{ inferenceRouterServiceType: 'NodePort' }, { cluster: { ...arc, nodeCount: null } }, []],
    [{ internalLoadBalancerProvider: 'azure' }, {}, []],
    [
      { internalLoadBalancerProvider: 'azure' },
      { cluster: { ...arc, hasLoadBalancer: true, nodeCount: 3 } },
      ['E40003'],
    ],
    [
      { internalLoadBalancerProvider: 'azure' },
      { cluster: { ...arc, hasLoadBalancer: true, nodeCount: 3, distribution: 'aks' } },
      [],
    ],
    [{ enableInference: 'False' }, { cluster: arc, secretFault: fault }, []],
  ];
  for (const [config, over, codes] of rows) {
    const report = checkHealth(inputFor(config, over));
    const found = report.checks.flatMap(({ errorCode }) => errorCode ?? []);
    t.strictSame(found, codes, JSON.stringify({ config, over }));
    t.equal(report.healthy, codes.length === 0);
    t.equal(report.blocked, codes.length > 0, 'all of these are critical');
  }
});

t.test('gives the sentence and the remedy of the secret with E40007', async (t) => {
  const report = checkHealth(inputFor({}, { secretFault: fault }));
  t.match(
    report.checks.find(({ errorCode }) => errorCode === 'E40007'),
    { status: 'Failed', errorName: 'INVALID_SSL_SETTING', errorMessage: fault.message, remedy: fault.remedy },
  );
});

t.test('writes the report in the shape of the real one', async (t) => {
  t.equal(
    formatHealthReport(checkHealth(inputFor({}, { secretFault: fault }))),
    `Report:
Duration: 12ms
Date: 2026-01-02 03:04:05.678 +0000 UTC
K8sDistribution: aks
K8sInfrastructure: azure
CorrelationId: 00000000-0000-4000-8000-000000000000
TroubleShootingGuide: https://aka.ms/arcmltsg

Status: Passed Name: service
Status: Failed Name: helmchart ErrorCode: E40007 ErrorMessage: INVALID_SSL_SETTING: The key is another one.
Status: Passed Name: clusterresource
Status: Passed Name: info
`,
  );
});

t.test('knows all codes from E40000 to E49999, the critical ones below E45000', async (t) => {
  const codes = HEALTH_CODES.map(({ code }) => code);
  t.strictSame(codes, [...codes].sort());
  t.equal(codes.length, 15);
  for (const { code, severity, meaning, remedy } of HEALTH_CODES) {
    t.equal(severity, code < 'E45000' ? 'critical' : 'diagnostic', code);
    t.ok(meaning.endsWith('.') && remedy.endsWith('.'), `${code} has sentences`);
  }
});
