import { CANARY, CANARY_BASE64, type Generator, type Input } from '../input.ts';
import { mutate } from '../mutate.ts';
import type { Random } from '../random.ts';
import { nested, spoil } from './json-values.ts';

const SECRETS = '/api/v1/namespaces/default/secrets';
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const ODD_YAML = ['a: &a [*a]', '*a', 'a: 1\na: 2', '---\n---', `a: ${'{a: '.repeat(500)}`, '!!binary AAAA'];
const PATCHES = ['json-patch', 'merge-patch', 'strategic-merge-patch', 'apply-patch'];

/** Requests to the Kubernetes API: `METHOD path`, the media type, then the body as JSON, protobuf or a patch. */
export const kubernetes: Generator = {
  name: 'kubernetes',
  make(random): Input {
    const { path, object } = random.pick(OBJECTS)(`fuzz-${random.int(1, 9)}`);
    const name = object.metadata.name;
    const kind = random.int(0, 3);
    if (kind === 0) return patch(random, `${path}/${name}`, object);
    if (kind === 1 && path === CONFIG_MAPS)
      return parts('POST', path, 'application/vnd.kubernetes.protobuf', proto(random, name));
    const [method, target] = random.pick([
      ['POST', path],
      ['PUT', `${path}/${name}`],
      ['DELETE', `${path}/${name}`],
      ['GET', `${path}?labelSelector=${random.pick(['a', '!a', 'a in (', 'a==b,,', '%00'])}`],
    ] as const);
    const json = Buffer.from(random.oneIn(30) ? nested(5000) : JSON.stringify(spoil(object, random, 6)));
    return parts(method, target, 'application/json', random.oneIn(4) ? mutate(json, random) : json);
  },
};

const OBJECTS = [
  (name: string) => ({
    path: SECRETS,
    object: { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: { a: CANARY_BASE64 } },
  }),
  (name: string) => ({
    path: CONFIG_MAPS,
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels: { a: 'b' } },
      data: { a: CANARY },
    },
  }),
  (name: string) => ({
    path: DEPLOYMENTS,
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name },
      spec: {
        replicas: 1,
        selector: { matchLabels: { a: 'b' } },
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { containers: [{ name: 'c', image: 'model:1' }] },
        },
      },
    },
  }),
];

function patch(random: Random, path: string, object: object): Input {
  const type = random.pick(PATCHES);
  const operations = Array.from({ length: random.int(0, 5) }, () => ({
    op: random.pick(['add', 'remove', 'replace', 'move', 'copy', 'test', 'x']),
    path: random.pick([
      '/data/a',
      '/metadata',
      '',
      '/metadata/labels/-',
      '/~2',
      '/__proto__/a',
      '/spec/template/spec/containers/0',
    ]),
    from: random.pick(['', '/data', '/metadata']),
    value: spoil({ a: CANARY }, random, 4),
  }));
  const body = spoil(type === 'json-patch' ? operations : object, random, 6);
  const ending = type === 'apply-patch' ? 'yaml' : 'json';
  const target = `${path}${random.pick(['', '?fieldManager=fuzz', '?fieldManager=fuzz&force=true', '?dryRun=All'])}`;
  const odd = ending === 'yaml' && random.oneIn(6);
  const json = Buffer.from(odd ? random.pick(ODD_YAML) : JSON.stringify(body));
  return parts(
    'PATCH',
    target,
    `application/${type}+${ending}`,
    random.oneIn(4) ? mutate(json, random) : json,
  );
}

/** A ConfigMap as protobuf: `k8s\0`, the envelope with `v1` and `ConfigMap`, and its message. */
function proto(random: Random, name: string): Buffer {
  const entry = field(2, Buffer.concat([field(1, Buffer.from('a')), field(2, Buffer.from(CANARY))]));
  const message = Buffer.concat([field(1, field(1, Buffer.from(name))), entry]);
  const meta = Buffer.concat([field(1, Buffer.from('v1')), field(2, Buffer.from('ConfigMap'))]);
  const inner = random.oneIn(3) ? mutate(message, random) : message;
  const whole = Buffer.concat([Buffer.from('k8s\0'), field(1, meta), field(2, inner)]);
  return random.oneIn(3) ? mutate(whole, random) : whole;
}

/** A field of wire type 2; lengths above 127 take a second byte. */
function field(id: number, bytes: Buffer): Buffer {
  const { length } = bytes;
  const size = length < 0x80 ? [length] : [(length & 0x7f) | 0x80, (length >> 7) & 0x7f];
  return Buffer.concat([Buffer.from([(id << 3) | 2, ...size]), bytes]);
}

function parts(method: string, path: string, type: string, body: Buffer): Input {
  return [Buffer.from(`${method} ${path}`), Buffer.from(type), body];
}
