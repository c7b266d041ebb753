import { CANARY, type Generator, type Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '../random.ts';

const ODD = [
  '',
  'null',
  '-1',
  '1e999',
  '{}',
  '[]',
  '!!binary AAAA',
  '*nothing',
  '"\\u0000"',
  '0x7f',
  '2026-01-01',
  '~',
];

/** Endpoint YAML (`kubernetesOnlineEndpoint`), right and broken. */
export const endpointYaml: Generator = {
  name: 'endpoint-yaml',
  make(random): Input {
    const bytes = Buffer.from(yaml(random));
    return [random.oneIn(2) ? bytes : mutate(bytes, random)];
  },
};

function yaml(random: Random): string {
  const value = (usual: string): string => (random.oneIn(5) ? random.pick(ODD) : usual);
  const lines = [
    '$schema: https://azuremlschemas.azureedge.net/latest/kubernetesOnlineEndpoint.schema.json',
    `name: ${value('fuzz-endpoint')}`,
    `compute: ${value('azureml:arc-cluster')}`,
    `auth_mode: ${value(random.pick(['key', 'aml_token', 'aad_token']))}`,
    `tags: ${value('{team: vision}')}`,
    `description: ${value('digits')}`,
    `traffic: ${value(`{blue: ${value('90')}, green: ${value('10')}}`)}`,
    `keys: {primary: ${CANARY}}`,
    random.pick([
      '',
      `name: twice`,
      'aliases: [&a [x,x], *a, *a, *a]',
      '---',
      '\t',
      `deep: ${'{a: '.repeat(200)}`,
    ]),
  ];
  return lines.filter(() => !random.oneIn(8)).join(random.oneIn(20) ? '\r\n' : '\n');
}
