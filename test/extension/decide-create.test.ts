import t from 'tap';
import { decideCreate } from '../../extension/decide-create.ts';
import { describeDecision } from '../../extension/decision.ts';
import type { FileState } from './file-states.ts';
import { createRequest } from './requests.ts';

const ON = 'enableInference=True inferenceRouterServiceType=LoadBalancer';
const SECRET = 'sslSecret=my-tls-secret sslCname=www.contoso.com';
const PEM = 'sslCname=www.contoso.com !sslCertPemFile=cert.pem sslKeyPemFile=key.pem';

t.test('refuses in the order of the real CLI, the first fault that it meets', async (t) => {
  const rows: [settings: string, errorKind: string | null][] = [
    ['', 'nothing-enabled'],
    [`inferenceRouterServiceType=LoadBalancer ${SECRET}`, 'nothing-enabled'],
    ['enableInference=yes', 'nothing-enabled'],
    ['enableInference=1', 'nothing-enabled'],
    [`foo=1 ${ON} !foo=2`, 'duplicate-keys'],
    ['foo=1 !foo=2', 'duplicate-keys'],
    ['enableInference=True', 'ssl-missing'],
    ['enableInference=True sslCertPemFile=cert.pem sslKeyPemFile=key.pem', 'ssl-missing'],
    ['enableInference=True !sslCertPemFile=cert.pem', 'ssl-missing'],
    ['enableInference=True allowInsecureConnections=1', 'ssl-missing'],
    ['enableInference=True sslSecret=s', 'cname-missing'],
    ['enableInference=True sslSecret=s allowInsecureConnections=True', 'cname-missing'],
    [`enableInference=True ${SECRET}`, 'service-type-missing'],
    [`enableInference=True ${SECRET} inferenceRouterServiceType=`, 'service-type-missing'],
    [`enableInference=True ${SECRET} inferenceRouterServiceType=Ingress`, 'service-type-unknown'],
    [
      `enableInference=True ${SECRET} inferenceRouterServiceType=nodePort internalLoadBalancerProvider=Azure`,
      'nodeport-with-azure-ilb',
    ],
    [
      `enableInference=True ${SECRET} inferenceRouterServiceType=clusterIP internalLoadBalancerProvider=azure`,
      null,
    ],
    [`${ON} ${SECRET}`, null],
    [`${ON} ${PEM}`, null],
    [`${ON} allowInsecureConnections=TRUE`, null],
    ['enableTraining=true', null],
    ['enableTraining=true sslSecret=s', null],
  ];
  for (const [settings, errorKind] of rows) {
    const decision = decideCreate(createRequest(settings));
    t.equal(decision.outcome === 'ok' ? null : decision.errorKind, errorKind, settings || '(no settings)');
  }
});

t.test('refuses the scope namespace before it looks at anything else', async (t) => {
  const decision = decideCreate(createRequest('foo=1 !foo=2', { scope: 'namespace' }));
  t.match(decision, { outcome: 'InvalidArgumentValueError', errorKind: 'namespace-scope' });
  t.equal(decideCreate(createRequest('enableTraining=True', { scope: null })).outcome, 'ok');
});

t.test('says in its own sentence which value is wrong and what to do', async (t) => {
  const rows: [settings: string, message: RegExp, remedy: RegExp][] = [
    ['enableInference=yes', /no enableTraining, enableInference=yes/, /enableInference=True/],
    ['a=1 b=1 !b=2 a=2', /: a, b\.$/, /once/],
    ['enableInference=True !sslKeyPemFile=key.pem', /sslKeyPemFile alone/, /sslSecret=NAME/],
    ['enableInference=True sslKeyPemFile=key.pem', /sslKeyPemFile in --config, where/, /--config-protected/],
    ['enableInference=True sslSecret=s sslCname=', /sslSecret=s\), and sslCname is empty/, /sslCname=/],
    [
      `enableInference=True ${SECRET} inferenceRouterServiceType=node-port`,
      /"node-port"/,
      /inferenceRouterServiceType=NodePort/,
    ],
  ];
  for (const [settings, message, remedy] of rows) {
    const decision = decideCreate(createRequest(settings));
    if (decision.outcome === 'ok') t.fail(`not refused: ${settings}`);
    else {
      t.match(decision.message, message, settings);
      t.match(decision.error.remedy, remedy, settings);
      t.equal(decision.error.exit, 1);
    }
  }
});

t.test('opens the certificate and then the key, and looks at nothing but the encoding', async (t) => {
  const rows: [cert: FileState, key: FileState, outcome: string][] = [
    ['missing', 'missing', 'FileNotFoundError'],
    ['valid-pem', 'missing', 'FileNotFoundError'],
    ['valid-pem', 'directory', 'IsADirectoryError'],
    ['der-like', 'missing', 'UnicodeDecodeError'],
    ['non-utf8', 'valid-pem', 'UnicodeDecodeError'],
    ['non-ascii', 'missing', 'UnicodeEncodeError'],
    ['utf8-bom', 'valid-pem', 'UnicodeEncodeError'],
    ['not-pem-text', 'empty', 'ok'],
  ];
  for (const [cert, key, outcome] of rows) {
    const files = { 'cert.pem': cert, 'key.pem': key };
    const decision = decideCreate(createRequest(`${ON} ${PEM}`, { files }));
    t.equal(decision.outcome, outcome, `${cert}, ${key}`);
    if (decision.outcome !== 'ok') t.match(decision.message, /(cert|key)\.pem/, 'names the file');
  }
  const openFile = () => ({ fault: 'unreadable' as const, cause: 'EACCES' });
  const locked = decideCreate(createRequest(`${ON} ${PEM}`, { openFile }));
  t.match(locked, { outcome: 'PermissionError', message: /cert\.pem, which cannot be read \(EACCES\)/ });
  const insecure = createRequest(`${ON} allowInsecureConnections=True ${PEM}`, {
    files: { 'cert.pem': 'missing' },
  });
  t.match(decideCreate(insecure), { outcome: 'ok', warnings: ['troubleshooting-hint', 'ssl-disabled'] });
});

t.test(
  'prefers the two PEM files over sslSecret, and keeps the key itself out of the decision',
  async (t) => {
    const files = { 'key.pem': 'crlf-pem' } as const;
    const decision = decideCreate(createRequest(`${ON} sslSecret=s ${PEM}`, { files }));
    if (decision.outcome !== 'ok') return t.fail(decision.message);
    t.equal(decision.effectiveConfig['scoringFe.sslSecret'], undefined);
    t.strictSame(decision.effectiveConfigProtected, {
      sslCertPemFile: 'cert.pem',
      sslKeyPemFile: 'key.pem',
      'scoringFe.sslCert': '<base64 of cert.pem>',
      'scoringFe.sslKey': '<base64 of key.pem with LF line ends>',
    });
  },
);

t.test('fills in what the cluster is like', async (t) => {
  const settings = 'enableTraining=True !clusterPurpose=FastProd';
  const rows: [cluster: Parameters<typeof createRequest>[1], effective: Record<string, unknown>][] = [
    [{}, { 'nginxIngress.enabled': 'true' }],
    [{ nodeCount: 2 }, { 'nginxIngress.enabled': 'true', inferenceRouterHA: 'false' }],
    [{ nodeCount: null, distribution: 'OpenShift' }, { 'nginxIngress.enabled': 'true' }],
    [
      { clusterType: 'connectedClusters', nodeCount: 1, distribution: 'OpenShift' },
      { 'nginxIngress.enabled': 'false', inferenceRouterHA: 'false', openshift: 'true' },
    ],
    [{ clusterType: 'provisionedClusters', nodeCount: 1 }, { 'nginxIngress.enabled': 'false' }],
  ];
  for (const [cluster, effective] of rows) {
    const decision = decideCreate(createRequest(settings, cluster));
    if (decision.outcome !== 'ok') return t.fail(decision.message);
    t.strictSame(
      decision.effectiveConfig,
      { enableTraining: 'True', enableInference: false, ...effective },
      JSON.stringify(cluster),
    );
  }
});

t.test(
  'moves the two switches into the plain bag, and takes over a v1 cluster where that is asked for',
  async (t) => {
    const decision = decideCreate(
      createRequest(
        'allowInsecureConnections=True inferenceRouterServiceType=nodeport isAKSMigration=TRUE !enableInference=True',
      ),
    );
    if (decision.outcome !== 'ok') return t.fail(decision.message);
    t.strictSame(decision.effectiveConfig, {
      allowInsecureConnections: 'True',
      inferenceRouterServiceType: 'nodeport',
      isAKSMigration: 'true',
      enableInference: true,
      enableTraining: false,
      'scoringFe.namespace': 'default',
      'scoringFe.serviceType.nodePort': true,
      'nginxIngress.enabled': 'true',
    });
    t.strictSame(decision.effectiveConfigProtectedKeys, []);
  },
);

t.test('leaves what was typed as it was', async (t) => {
  const request = createRequest(`${ON} ${PEM} enableTraining=True`);
  const before = structuredClone({ config: request.config, configProtected: request.configProtected });
  decideCreate(request);
  t.strictSame({ config: request.config, configProtected: request.configProtected }, before);
});

t.test('never shows a key that was typed where a path belongs', async (t) => {
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----';
  const request = createRequest(`${ON} ${PEM}`, { files: { 'key.pem': 'missing' } });
  request.configProtected = {
    sslCertPemFile: 'cert.pem',
    sslKeyPemFile: key,
    'scoringFe.sslKey': 'c2VjcmV0',
  };
  const openFile = (name: string) => (name === key ? { fault: 'missing' as const } : request.openFile(name));
  const decision = decideCreate({ ...request, openFile });
  t.equal(decision.outcome, 'FileNotFoundError');
  t.notMatch(JSON.stringify(describeDecision(decision)), /c2VjcmV0/);
});

t.test('is described in the field names of the CLI vectors, without protected values', async (t) => {
  const accepted = describeDecision(decideCreate(createRequest(`${ON} ${PEM}`)));
  t.strictSame(accepted.effectiveConfigProtectedKeys, [
    'scoringFe.sslCert',
    'scoringFe.sslKey',
    'sslCertPemFile',
    'sslKeyPemFile',
  ]);
  t.notOk(
    'effectiveConfigProtected' in accepted || 'errorKind' in accepted || 'genericConfirmation' in accepted,
  );
  const refused = describeDecision(decideCreate(createRequest('')));
  t.match(refused, {
    outcome: 'InvalidArgumentValueError',
    errorMentions: ['enableTraining', 'enableInference'],
  });
  t.notOk('effectiveConfig' in refused);
});
