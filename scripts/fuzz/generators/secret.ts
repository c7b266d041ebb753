import { CANARY_BASE64, type Generator, type Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '../random.ts';

const LABELS = [
  'CERTIFICATE',
  'PRIVATE KEY',
  'RSA PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'EC PARAMETERS',
  '',
];

/** Secret manifests whose entries hold PEM, right in form at most: none of them has a key that fits. */
export const secret: Generator = {
  name: 'secret',
  make(random): Input {
    const text = random.oneIn(4) ? asJson(random) : asYaml(random);
    const bytes = Buffer.from(text);
    return [random.oneIn(3) ? bytes : mutate(bytes, random)];
  },
};

function asYaml(random: Random): string {
  const plain = random.oneIn(2);
  const entries = ['cert.pem', 'key.pem', ...(random.oneIn(4) ? ['tls.crt'] : [])].map((name) => {
    const pem = pemText(random, name === 'key.pem' ? 'PRIVATE KEY' : 'CERTIFICATE');
    return plain ? `  ${name}: |\n${indent(pem)}` : `  ${name}: ${Buffer.from(pem).toString('base64')}`;
  });
  const extra = random.pick([
    '',
    '---\n',
    '---\nkind: Service\n',
    'a: &a [*a]\n',
    `deep: ${'['.repeat(500)}\n`,
  ]);
  return [
    'apiVersion: v1',
    `kind: ${random.pick(['Secret', 'Secret', 'Secret', 'List', 'ConfigMap'])}`,
    `metadata: {name: fuzz-tls, namespace: ${random.pick(['azureml', 'default'])}}`,
    `type: ${random.pick(['Opaque', 'Opaque', 'kubernetes.io/tls', '7'])}`,
    plain ? 'stringData:' : 'data:',
    ...entries,
    extra,
  ].join('\n');
}

function asJson(random: Random): string {
  const base64 = Buffer.from(pemText(random, 'PRIVATE KEY')).toString('base64');
  const object = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'fuzz-tls', namespace: 'azureml' },
    data: { 'cert.pem': base64, 'key.pem': random.pick<unknown>([base64, null, 7, [base64], { a: base64 }]) },
  };
  return JSON.stringify(
    random.oneIn(3) ? { kind: 'List', apiVersion: 'v1', items: [object, object] } : object,
  );
}

function pemText(random: Random, usual: string): string {
  const label = random.oneIn(4) ? random.pick(LABELS) : usual;
  const der = random.oneIn(2)
    ? Buffer.concat([Buffer.from([0x30, 0x82, 4, 0]), random.bytes(300)])
    : random.bytes(40);
  const lines = [CANARY_BASE64, ...(der.toString('base64').match(/.{1,64}/g) ?? [])];
  const block = `-----BEGIN ${label}-----\n${lines.join(random.pick(['\n', '\r\n', '']))}\n-----END ${label}-----\n`;
  return block.repeat(random.oneIn(10) ? random.int(0, 30) : 1);
}

const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');
