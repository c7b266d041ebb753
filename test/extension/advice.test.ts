import t from 'tap';
import { decideCreate } from '../../extension/decide-create.ts';
import { decideUpdate } from '../../extension/decide-update.ts';
import type { Decision } from '../../extension/decision.ts';
import { formatSettings } from '../../extension/format-settings.ts';
import { createRequest, updateRequest } from './requests.ts';

const ON = 'enableInference=True inferenceRouterServiceType=LoadBalancer';
const SECRET = 'sslSecret=my-tls-secret sslCname=www.contoso.com';

const codesOf = ({ advice }: Decision): string[] => advice.map(({ code, key }) => `${code} ${key}`);
const suggestionFor = ({ advice }: Decision, key: string): string | undefined =>
  advice.find((each) => each.key === key)?.suggestion;

t.test('suggests the likely spelling of an unknown name', async (t) => {
  const rows: [settings: string, key: string, suggestion: string | undefined][] = [
    ['allowInsercureconnection=True', 'allowInsercureconnection', 'allowInsecureConnections=True'],
    ['allowinsecureconnections=True', 'allowinsecureconnections', 'allowInsecureConnections=True'],
    ['!slKeyPemFile=key.pem', 'slKeyPemFile', 'sslKeyPemFile=key.pem'],
    ['!sslCertPemFIle=cert.pem', 'sslCertPemFIle', 'sslCertPemFile=cert.pem'],
    ['!sslCertPemFile=cert.pem sslCertKeyFile=key.pem', 'sslCertKeyFile', 'sslKeyPemFile=key.pem'],
    ['!sslCertFile=cert.pem', 'sslCertFile', 'sslCertPemFile=cert.pem'],
    ['enableTrainning=True', 'enableTrainning', 'enableTraining=True'],
    ['inferenceServiceType=LoadBalancer', 'inferenceServiceType', 'inferenceRouterServiceType=LoadBalancer'],
    ['NodeSelector.pool=gpu', 'NodeSelector.pool', 'nodeSelector.pool=gpu'],
    ['sslSecretName=s', 'sslSecretName', 'sslSecret=s'],
    ['foo=bar', 'foo', undefined],
    ['sslCname=a sslCName=b', 'sslCName', undefined],
  ];
  for (const [settings, key, suggestion] of rows) {
    const decision = decideUpdate(updateRequest(settings));
    t.equal(decision.outcome, 'ok', 'the real decision stands');
    t.equal(suggestionFor(decision, key), suggestion, settings);
    const code = suggestion === undefined ? 'unknown-key' : 'misspelled-key';
    t.ok(codesOf(decision).includes(`${code} ${key}`), `${settings}: ${code}`);
  }
});

t.test('says nothing about settings that are right', async (t) => {
  for (const settings of [
    `${ON} ${SECRET}`,
    `${ON} allowInsecureConnections=True`,
    `${ON} sslCname=www.contoso.com !sslCertPemFile=cert.pem sslKeyPemFile=key.pem`,
    `${ON} ${SECRET} scoringFe.namespace=x nodeSelector.pool=gpu clusterPurpose=DevTest installPromOp=False`,
  ]) {
    const decision = decideCreate(createRequest(settings));
    t.strictSame(decision.advice, [], settings);
    t.equal(decision.corrected, null, settings);
  }
});

t.test('notices what create lets pass', async (t) => {
  const rows: [settings: string, advice: string][] = [
    ['', 'nothing-enabled enableInference'],
    ['installVolcano=True', 'nothing-enabled enableTraining'],
    [`${ON} ${SECRET} !sslCertPemFile=cert.pem sslKeyPemFile=key.pem`, 'pem-beats-secret sslSecret'],
    [`${ON} ${SECRET} !sslKeyPemFile=key.pem`, 'half-pem-pair sslKeyPemFile'],
    [`${ON} sslCertPemFile=cert.pem`, 'wrong-bag sslCertPemFile'],
    [`${ON} sslSecret=s !sslCname=a`, 'wrong-bag sslCname'],
    [`${ON} ${SECRET} allowInsecureConnections=yes`, 'not-a-boolean allowInsecureConnections'],
    [`${ON} ${SECRET} allowInsecureConnections=True`, 'certificate-unused allowInsecureConnections'],
    [`${ON} sslSecret=s sslCname=https://www.contoso.com:443/`, 'cname-is-no-name sslCname'],
    [`${ON} sslSecret=s sslCname=*.contoso.com`, 'cname-is-wildcard sslCname'],
    [`${ON} sslSecret=azureml/other sslCname=a`, 'secret-name-invalid sslSecret'],
    [`${ON} ${SECRET} internalLoadBalancerProvider=aws`, 'provider-unknown internalLoadBalancerProvider'],
    [
      `enableInference=True inferenceRouterServiceType=clusterIP ${SECRET} internalLoadBalancerProvider=azure`,
      'provider-without-balancer internalLoadBalancerProvider',
    ],
    [`${ON} ${SECRET} nodeSelector=gpu`, 'node-selector-without-label nodeSelector'],
  ];
  for (const [settings, advice] of rows) {
    const decision = decideCreate(createRequest(settings));
    t.ok(codesOf(decision).includes(advice), `${settings}: ${codesOf(decision).join('; ')}`);
    t.ok(decision.advice.every(({ sentence }) => sentence.endsWith('.')));
  }
  const few = decideCreate(createRequest(`${ON} ${SECRET} inferenceRouterHA=True`, { nodeCount: 2 }));
  t.strictSame(codesOf(few), ['too-few-nodes inferenceRouterHA']);
});

t.test('notices what update does to what is there', async (t) => {
  const pair = ['sslCertPemFile', 'sslKeyPemFile', 'scoringFe.sslCert', 'scoringFe.sslKey'];
  const rows: [settings: string, known: string[] | undefined, advice: string[]][] = [
    ['!sslCertPemFile=c sslKeyPemFile=k', pair, []],
    ['!sslCertPemFile=c sslKeyPemFile=k', undefined, ['protected-replaced sslCertPemFile']],
    ['!sslCertPemFile=c sslKeyPemFile=k', ['token', ...pair], ['protected-dropped token']],
    ['sslSecret=s', pair, ['stored-pem-beats-secret sslSecret']],
    ['sslSecret=s', [], []],
    ['enableInference=', [], ['not-a-boolean enableInference', 'emptied-not-removed enableInference']],
    ['allowInsecureConnections=False', [], ['no-certificate allowInsecureConnections']],
    ['allowInsecureConnections=False', pair, []],
    ['allowInsecureConnections=False sslSecret=s', [], []],
  ];
  for (const [settings, existingProtectedKeys, advice] of rows) {
    const known = existingProtectedKeys === undefined ? {} : { existingProtectedKeys };
    t.strictSame(codesOf(decideUpdate(updateRequest(settings, known))), advice, settings);
  }
});

t.test('corrects what follows from the settings alone', async (t) => {
  const rows: [settings: string, corrected: string][] = [
    [
      `inferenceRouterServiceType=LoadBalancer ${SECRET}`,
      `--config enableInference=True inferenceRouterServiceType=LoadBalancer ${SECRET}`,
    ],
    [`${ON} allowInsercureconnection=True`, `--config ${ON} allowInsecureConnections=True`],
    [
      `${ON} sslCname=a sslCertPemFile=c slKeyPemFile=k`,
      `--config ${ON} sslCname=a --config-protected sslCertPemFile=c sslKeyPemFile=k`,
    ],
    [
      `enableInference=True ${SECRET} !inferenceRouterServiceType=node-port`,
      `--config enableInference=True ${SECRET} --config-protected inferenceRouterServiceType=NodePort`,
    ],
    [`${ON} ${SECRET} !sslCname=other`, `--config ${ON} ${SECRET}`],
    [
      `enableInference=True allowInsecureConnections=True privateEndpointNodeport=True`,
      '--config enableInference=True allowInsecureConnections=True inferenceRouterServiceType=NodePort',
    ],
  ];
  for (const [settings, expected] of rows) {
    const { corrected } = decideCreate(createRequest(settings));
    if (corrected === null) return t.fail(`nothing corrected: ${settings}`);
    t.equal(formatSettings(corrected), expected);
    t.equal(decideCreate(createRequest('', { ...corrected })).outcome, 'ok', 'and the CLI takes it');
  }
});

t.test('shows no protected value that may be a secret', async (t) => {
  const decision = decideCreate(createRequest('!scoringFe.sslKey=c2VjcmV0 mytoken=c2VjcmV0'));
  t.notMatch(JSON.stringify(decision.advice), /c2VjcmV0/);
  t.match(suggestionFor(decision, 'enableInference'), /scoringFe\.sslKey=…/);
});
