import { CANARY, type Generator, type Input } from '../input.ts';
import { mutate } from '../mutate.ts';

const KEYS = [
  'enableTraining',
  'enableInference',
  'allowInsecureConnections',
  'inferenceRouterServiceType',
  'internalLoadBalancerProvider',
  'sslSecret',
  'sslCname',
  'sslCertPemFile',
  'sslKeyPemFile',
  'inferenceRouterHA',
  'nodeSelector',
  'nodeSelector.a',
  'scoringFe.sslSecret',
  'ENABLEinference',
  '__proto__',
  'constructor',
  '',
];
const VALUES = [
  'True',
  'False',
  'true',
  '',
  'LoadBalancer',
  'nodePort',
  'clusterIP',
  'azure',
  'www.contoso.com',
  '../../etc/passwd',
  '/dev/zero',
  'a=b=c',
  'x'.repeat(3000),
  '\u0000',
  '-----BEGIN CERTIFICATE-----',
];

/** `key=value` words as they stand behind `--config` and, with a leading `!`, behind `--config-protected`. */
export const configPairs: Generator = {
  name: 'config-pairs',
  make(random): Input {
    return Array.from({ length: random.int(0, 7) }, () => {
      if (random.oneIn(12)) return Buffer.from(`!unknownKey=${CANARY}`);
      const pair = Buffer.from(`${random.oneIn(4) ? '!' : ''}${random.pick(KEYS)}=${random.pick(VALUES)}`);
      return random.oneIn(8) ? mutate(pair, random) : pair;
    });
  },
};
