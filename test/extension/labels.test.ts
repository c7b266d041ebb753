import t from 'tap';
import { decideCreate } from '../../extension/decide-create.ts';
import { decideUpdate } from '../../extension/decide-update.ts';
import { describeConfirmation, describeWarning } from '../../extension/labels.ts';
import { createRequest, updateRequest } from './requests.ts';

t.test('has a sentence for every warning of a decision', async (t) => {
  const insecure =
    'enableInference=True allowInsecureConnections=True inferenceRouterServiceType=LoadBalancer internalLoadBalancerProvider=azure';
  const { warnings } = decideCreate(createRequest(insecure));
  t.strictSame(warnings, ['troubleshooting-hint', 'ilb-aks-only', 'ssl-disabled']);
  for (const label of warnings) t.not(describeWarning(label), label);
  t.strictSame(decideCreate(createRequest('b=1 a=1 !a=2 b=2')).warnings.slice(1).map(describeWarning), [
    'a is given in --config and in --config-protected.',
    'b is given in --config and in --config-protected.',
  ]);
});

t.test('has a sentence for every line of the prompt', async (t) => {
  const everything =
    'enableTraining=False enableInference=False installNvidiaDevicePlugin=False allowInsecureConnections=True ' +
    'inferenceRouterServiceType=NodePort internalLoadBalancerProvider=azure sslCname=a nodeSelector.a=b';
  const { confirmations } = decideUpdate(updateRequest(everything));
  t.equal(confirmations.length, 10);
  for (const label of confirmations) t.not(describeConfirmation(label), label);
});
