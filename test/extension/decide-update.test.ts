import t from 'tap';
import { decideUpdate } from '../../extension/decide-update.ts';
import { updateRequest } from './requests.ts';

const PEM = '!sslCertPemFile=cert.pem sslKeyPemFile=key.pem';
const ENDPOINTS = 'impact:online-endpoints-and-deployments';

t.test('asks before an update that hits what is running, and says why', async (t) => {
  const rows: [settings: string, confirmations: string[]][] = [
    ['', []],
    ['sslSecret=other', []],
    [PEM, []],
    ['enableTraining=True', []],
    ['enableTraining=False', ['impact:jobs', 'item:enableTraining-off']],
    ['enableInference=false', [ENDPOINTS, 'item:enableInference-off']],
    ['installNvidiaDevicePlugin=False', ['impact:jobs', ENDPOINTS, 'item:installNvidiaDevicePlugin-off']],
    ['sslCname=a inferenceRouterHA=False', [ENDPOINTS, 'item:sslCname']],
    ['nodeSelector.pool=gpu', ['impact:jobs', ENDPOINTS, 'item:nodeSelector']],
    ['!sslCname=a', []],
    ['!inferenceRouterServiceType=NodePort', [ENDPOINTS, 'item:inferenceRouterServiceType']],
    [
      'sslCname=a allowInsecureConnections=False enableTraining=False',
      ['impact:jobs', ENDPOINTS, 'item:enableTraining-off', 'item:allowInsecureConnections', 'item:sslCname'],
    ],
  ];
  for (const [settings, confirmations] of rows) {
    const asked = decideUpdate(updateRequest(settings));
    t.strictSame(asked.confirmations, confirmations, settings || '(no settings)');
    t.equal(asked.genericConfirmation, settings !== '');
    const silent = decideUpdate(updateRequest(settings, { yes: true }));
    t.strictSame([silent.confirmations, silent.genericConfirmation], [[], false], `${settings} --yes`);
  }
});

t.test('sends a patch and checks little', async (t) => {
  const rows: [settings: string, effective: Record<string, unknown>, keys: string[]][] = [
    ['sslSecret=s', { sslSecret: 's', 'scoringFe.sslSecret': 's' }, []],
    ['allowInsecureConnections=False', { allowInsecureConnections: 'False' }, []],
    [
      'inferenceRouterServiceType=nodePort internalLoadBalancerProvider=azure',
      {
        inferenceRouterServiceType: 'nodePort',
        internalLoadBalancerProvider: 'azure',
        'scoringFe.serviceType.nodePort': true,
        'scoringFe.serviceType.internalLoadBalancer': true,
      },
      [],
    ],
    ['!sslCertPemFile=cert.pem', {}, ['sslCertPemFile']],
    [
      `sslSecret=s ${PEM}`,
      { sslSecret: 's' },
      ['scoringFe.sslCert', 'scoringFe.sslKey', 'sslCertPemFile', 'sslKeyPemFile'],
    ],
    ['a=1 !a=2', { a: '1' }, ['a']],
  ];
  for (const [settings, effective, keys] of rows) {
    const decision = decideUpdate(updateRequest(settings));
    if (decision.outcome !== 'ok') return t.fail(decision.message);
    t.strictSame(decision.effectiveConfig, effective, settings);
    t.strictSame(decision.effectiveConfigProtectedKeys, keys, settings);
  }
});

t.test('opens PEM files even where TLS is switched off, after it has asked', async (t) => {
  const decision = decideUpdate(
    updateRequest(`allowInsecureConnections=True ${PEM}`, { files: { 'cert.pem': 'missing' } }),
  );
  t.match(decision, {
    outcome: 'FileNotFoundError',
    errorMentions: ['cert.pem'],
    confirmations: [ENDPOINTS, 'item:allowInsecureConnections'],
    genericConfirmation: true,
  });
});

t.test('refuses an unknown service type before it asks', async (t) => {
  const decision = decideUpdate(updateRequest('sslCname=a inferenceRouterServiceType=bogus'));
  t.match(decision, {
    errorKind: 'service-type-unknown',
    errorMentions: ['inferenceRouterServiceType'],
    confirmations: [],
  });
});

t.test('refuses protected settings for an extension that has no settings', async (t) => {
  const decision = decideUpdate(updateRequest(PEM, { existing: null }));
  t.equal(decision.outcome, 'AttributeError');
  t.match(decision.message, /sslCertPemFile, sslKeyPemFile/);
  t.equal(decideUpdate(updateRequest('sslSecret=s', { existing: null })).outcome, 'ok');
});
