import { X509Certificate } from 'node:crypto';
import t from 'tap';
import type { Observation } from '../../../common/observations.ts';
import { openAuthority } from '../../../pki/authority.ts';
import { openArmBed, RESOURCES } from './bed.ts';

const { extension, endpoints, zone } = RESOURCES;
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const authority = await openAuthority({ stateDir: null });
const settings = (config: object, configProtected: object = {}) => ({
  properties: {
    extensionType: 'Microsoft.AzureML.Kubernetes',
    configurationSettings: config,
    configurationProtectedSettings: configProtected,
  },
});
const COMPUTE = RESOURCES.endpoints.replace('onlineEndpoints', 'computes/aks1');
const PLAIN = {
  enableInference: 'True',
  inferenceRouterServiceType: 'LoadBalancer',
  sslCname: 'www.contoso.com',
};

t.test(
  'an extension created by Azure Resource Manager is what the control API shows, and the other way round',
  async (t) => {
    await using bed = await openArmBed({ world: { settings: null, records: [] } });
    t.match(await bed.arm('GET', extension), { status: 404 });
    const { certPem, keyPem } = await authority.issueLeaf({ names: ['www.contoso.com'] });
    const pair = {
      'scoringFe.sslCert': base64(certPem),
      'scoringFe.sslKey': base64(keyPem),
      sslCertPemFile: '/no/such',
      sslKeyPemFile: '/no/such',
    };
    t.match(await bed.arm('PUT', extension, settings(PLAIN, pair)), {
      status: 201,
      body: { properties: { provisioningState: 'Succeeded' } },
    });
    const shown = await bed.control('GET', '/extension');
    t.match(shown.body, {
      installed: true,
      config: PLAIN,
      served: { fingerprint: new X509Certificate(certPem).fingerprint256 },
    });
    t.notMatch(JSON.stringify(shown.body), base64(keyPem), 'no key reaches an output');
    t.ok(shown.body.healthReport, 'the health report is that of this create');

    t.match(await bed.control('PUT', '/extension', { config: { allowInsecureConnections: 'True' } }), {
      status: 200,
    });
    const seen = await bed.arm('GET', extension);
    t.match(seen.body.properties.configurationSettings, { allowInsecureConnections: 'True' });
    t.equal(bed.harness.world.gateway.served, null);

    t.match(await bed.arm('DELETE', extension), { status: 200 });
    t.match((await bed.control('GET', '/extension')).body, { installed: false });
  },
);

t.test(
  'a pair that the health check refuses is a failed operation, and the one in service stays',
  async (t) => {
    await using bed = await openArmBed();
    const before = bed.harness.world.gateway.served?.fingerprint;
    const { certPem } = await authority.issueLeaf({ names: ['www.contoso.com'] });
    const other = await authority.issueLeaf({ names: ['www.contoso.com'] });
    const pair = { 'scoringFe.sslCert': base64(certPem), 'scoringFe.sslKey': base64(other.keyPem) };
    const answer = await bed.arm('PATCH', extension, settings({}, pair));
    t.match(JSON.stringify(answer.body), /E40007/);
    t.equal(bed.harness.world.gateway.served?.fingerprint, before);
    const kinds = (wanted: Observation['kind']) =>
      bed.harness.world.observations.all().filter(({ kind }) => kind === wanted);
    t.match(kinds('extension'), [{ event: 'refused', detail: /E40007/ }]);
    t.match(kinds('resource'), [{ api: 'azure', event: 'refused' }]);
  },
);

t.test('endpoints, keys and traffic are those of the router', async (t) => {
  await using bed = await openArmBed();
  const created = await bed.arm('PUT', `${endpoints}/score-it`, {
    location: 'westeurope',
    properties: { authMode: 'Key', compute: COMPUTE },
  });
  t.ok([200, 201].includes(created.status), JSON.stringify(created.body));
  const deployment = {
    location: 'westeurope',
    properties: { endpointComputeType: 'Kubernetes' },
    sku: { name: 'Default', capacity: 1 },
  };
  const deployed = await bed.arm('PUT', `${endpoints}/score-it/deployments/blue`, deployment);
  t.ok([200, 201].includes(deployed.status), JSON.stringify(deployed.body));
  await bed.arm('PUT', `${endpoints}/score-it`, {
    location: 'westeurope',
    properties: { authMode: 'Key', compute: COMPUTE, traffic: { blue: 100 } },
  });
  const listed = await bed.control('GET', '/endpoints');
  t.match(listed.body, [
    { name: 'demo' },
    { name: 'score-it', traffic: { blue: 100 }, deployments: [{ name: 'blue' }] },
  ]);
  const { body: keys } = await bed.arm('POST', `${endpoints}/score-it/listKeys`);
  t.strictSame(keys.primaryKey, bed.harness.world.gateway.router.keysOf('score-it').primary);
  t.match(
    (await bed.arm('GET', `${endpoints}/score-it`)).body.properties.scoringUri,
    /^https:\/\/www\.contoso\.com:\d+\/api\/v1\/endpoint\/score-it\/score$/,
  );
});

t.test('record sets are those of dns list, and the zone of the scenarios is not there', async (t) => {
  await using bed = await openArmBed();
  const put = await bed.arm('PUT', `${zone}/A/api`, {
    properties: { TTL: 300, ARecords: [{ ipv4Address: '127.0.0.9' }] },
  });
  t.ok([200, 201].includes(put.status), JSON.stringify(put.body));
  t.match((await bed.control('GET', '/dns/records/api.contoso.com')).body, {
    records: [{ type: 'A', value: '127.0.0.9', ttl: 300 }],
  });
  await bed.control('PUT', '/dns/records/mail.contoso.com', { type: 'A', value: '127.0.0.8' });
  t.match((await bed.arm('GET', `${zone}/A/mail`)).body, {
    properties: { ARecords: [{ ipv4Address: '127.0.0.8' }] },
  });
  t.match(await bed.arm('GET', zone.replace('contoso.com', 'badfe.test')), { status: 404 });
});

t.test('a harness without tools has none', async (t) => {
  await using bed = await openArmBed({ tools: undefined });
  t.equal(bed.harness.tools, null);
  t.match((await bed.control('GET', '/health')).body, { tools: null });
});
