import t from 'tap';
import { ApiError } from '../../../apis/kubernetes/api-error.ts';
import { badBase64At, decodeObject } from '../../../apis/kubernetes/decode.ts';
import { fieldsOf, fromFieldsV1, toFieldsV1 } from '../../../apis/kubernetes/field-paths.ts';
import type { Json, JsonObject } from '../../../apis/kubernetes/json.ts';
import { kindNamed } from '../../../apis/kubernetes/kinds.ts';
import { LIMITS } from '../../../apis/kubernetes/limits.ts';
import { jsonPatch, mergePatch, strategicMerge } from '../../../apis/kubernetes/patches.ts';
import { decodeProtobuf } from '../../../apis/kubernetes/protobuf.ts';
import { readObject, readPatch } from '../../../apis/kubernetes/read-body.ts';
import { readTarget } from '../../../apis/kubernetes/request-target.ts';
import { component } from '../../../apis/kubernetes/schema.ts';
import { readFieldSelector, readLabelSelector } from '../../../apis/kubernetes/selectors.ts';

const SERVICE = component('io.k8s.api.core.v1.Service');
/** `kubectl create namespace azureml` of kubectl 1.37. */
const NAMESPACE = Buffer.from(
  'k8s\0\n\x0f\n\x02v1\x12\tNamespace\x12\x1f\n\x17\n\x07azureml\x12\0\x1a\0"\0*\x002\x008\0B\0\x12\0\x1a\x02\n\0\x1a\0"\0',
  'latin1',
);
const schemaOf = (_version: string, kind: string): string => `io.k8s.api.core.v1.${kind}`;

t.test('a protobuf body is the object that the JSON body would be', async (t) => {
  t.strictSame(decodeProtobuf(NAMESPACE, schemaOf), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'azureml' },
  });
});

t.test('a merge patch is that of RFC 7386', async (t) => {
  const rows: [Json, Json, Json][] = [
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [['a'], { a: 1 }, { a: 1 }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ];
  for (const [target, patch, result] of rows) t.strictSame(mergePatch(target, patch), result);
});

t.test('a strategic merge patch merges lists by their key', async (t) => {
  const live: JsonObject = {
    spec: {
      ports: [
        { port: 80, name: 'http' },
        { port: 443, name: 'https' },
      ],
    },
  };
  const after = (patch: JsonObject): Json => strategicMerge(live, patch, SERVICE);
  t.strictSame(after({ spec: { ports: [{ port: 443, name: 'tls' }] } }), {
    spec: {
      ports: [
        { port: 80, name: 'http' },
        { port: 443, name: 'tls' },
      ],
    },
  });
  t.strictSame(after({ spec: { ports: [{ port: 80, $patch: 'delete' }] } }), {
    spec: { ports: [{ port: 443, name: 'https' }] },
  });
  t.strictSame(after({ spec: { ports: [{ $patch: 'replace' }, { port: 1 }] } }), {
    spec: { ports: [{ port: 1 }] },
  });
  t.strictSame(
    after({
      spec: { '$setElementOrder/ports': [{ port: 443 }, { port: 80 }], ports: [{ port: 443, name: 'a' }] },
    }),
    {
      spec: {
        ports: [
          { port: 443, name: 'a' },
          { port: 80, name: 'http' },
        ],
      },
    },
  );
  t.throws(() => after({ spec: { ports: [{ name: 'x' }] } }), /does not contain declared merge key/);
});

t.test('a JSON patch cannot reach a prototype, and does not grow without end', async (t) => {
  t.throws(() => jsonPatch({}, [{ op: 'add', path: '/__proto__/x', value: 1 }]), { code: 422 });
  t.equal(({} as Record<string, unknown>).x, undefined);
  const doubling = Array.from({ length: 40 }, () => ({ op: 'copy', from: '/a', path: '/a/x' }));
  t.throws(() => jsonPatch({ a: { text: 'x'.repeat(100_000) } }, doubling), { code: 422 });
  t.throws(
    () =>
      jsonPatch(
        {},
        Array.from({ length: LIMITS.PATCH_OPERATIONS + 1 }, () => ({})),
      ),
    /maximum operations/,
  );
});

t.test('a body that cannot be taken is refused with 400', async (t) => {
  const bodies: [string, string][] = [
    ['{"a":{"__proto__":{"x":1}}}', 'application/json'],
    ['['.repeat(5000) + ']'.repeat(5000), 'application/json'],
    [`{"a":${'['.repeat(200)}${']'.repeat(200)}}`, 'application/json'],
    [
      'a: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: &d [*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d]',
      'application/yaml',
    ],
    ['a: b: c', 'application/yaml'],
  ];
  for (const [text, type] of bodies) {
    t.throws(() => readObject(Buffer.from(text), type, 'Secret'), { code: 400 }, text.slice(0, 30));
  }
});

t.test('field paths survive the form of managedFields', async (t) => {
  const object: JsonObject = {
    metadata: { name: 'x', labels: { a: 'b', 'c.d/e': 'f' }, finalizers: ['one'] },
    spec: { selector: { app: 'x' }, ports: [{ port: 80, protocol: 'TCP', name: 'http' }] },
  };
  const paths = new Set(fieldsOf(object, SERVICE).keys());
  t.ok(paths.size >= 7);
  t.strictSame(fromFieldsV1(JSON.parse(JSON.stringify(toFieldsV1(paths)))), paths);
});

t.test('the place of wrong base64 is that of Go', async (t) => {
  for (const [text, at] of [
    ['', null],
    ['QUJD', null],
    ['QQ==', null],
    ['-----', 0],
    ['YWJjZA', 4],
    ['QU*D', 2],
  ] as const) {
    t.equal(badBase64At(text), at, text);
  }
});

t.test('no bytes make a parser fail otherwise than with an answer to the client', async (t) => {
  const random = numbers(Number(process.env.FUZZ_SEED ?? 20_261_201));
  const rounds = Number(process.env.FUZZ_ROUNDS ?? 4000);
  const secret = kindNamed('v1', 'Secret');
  const seeds = [
    NAMESPACE,
    Buffer.from(
      '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","labels":{"x":"y"}},"data":{"a":"QUJD"}}',
    ),
    Buffer.from(
      '[{"op":"add","path":"/data/a","value":{"b":[1,2]}},{"op":"move","from":"/data","path":"/x"}]',
    ),
    Buffer.from(
      '{"spec":{"$setElementOrder/ports":[{"port":80}],"ports":[{"port":80,"$patch":"delete"}],"$retainKeys":["ports"]}}',
    ),
    Buffer.from('a in (b,c),!d,e!=f,metadata.name=x'),
    Buffer.from('/api/v1/namespaces/azureml/secrets/x/status'),
  ];
  const live: JsonObject = { metadata: { name: 'a' }, data: { a: 'QUJD' }, spec: { ports: [{ port: 80 }] } };
  const parsers: ((bytes: Buffer) => unknown)[] = [
    (bytes) => decodeProtobuf(bytes, schemaOf),
    (bytes) => decodeObject(readObject(bytes, 'application/json', 'Secret'), secret),
    (bytes) => readObject(bytes, 'application/yaml', 'Secret'),
    (bytes) => jsonPatch(live, readPatch(bytes, 'application/json-patch+json').value),
    (bytes) => mergePatch(live, readPatch(bytes, 'application/merge-patch+json').value),
    (bytes) =>
      strategicMerge(
        live,
        readPatch(bytes, 'application/strategic-merge-patch+json').value as JsonObject,
        SERVICE,
      ),
    (bytes) => readLabelSelector(bytes.toString('latin1')),
    (bytes) => readFieldSelector(bytes.toString('latin1'), secret),
    (bytes) => readTarget(`/${bytes.toString('latin1')}`),
  ];
  const before = JSON.stringify(live);
  let answered = 0;
  for (let round = 0; round < rounds; round++) {
    const bytes = mutated(seeds[random() % seeds.length] ?? NAMESPACE, random);
    for (const parse of parsers) {
      try {
        parse(bytes);
      } catch (error) {
        if (!(error instanceof ApiError)) throw new Error(`${bytes.toString('base64')}: ${String(error)}`);
        answered++;
      }
    }
  }
  t.ok(answered > rounds, 'most bytes are refused');
  t.equal(JSON.stringify(live), before, 'no patch changed its target');
});

/** A small generator of numbers that a seed determines. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  };
}

function mutated(seed: Buffer, random: () => number): Buffer {
  const bytes = Buffer.from(seed);
  for (let change = random() % 6; change >= 0; change--) bytes[random() % bytes.length] = random() & 0xff;
  const cut = random() % 4 === 0 ? random() % bytes.length : bytes.length;
  return random() % 8 === 0
    ? Buffer.concat([bytes, bytes.subarray(random() % bytes.length)])
    : bytes.subarray(0, cut);
}

t.test('an apply patch whose alias leads to itself or nowhere is a bad request', async (t) => {
  for (const body of ['data: &a [*a]', 'data: *a']) {
    t.throws(() => readPatch(Buffer.from(body), 'application/apply-patch+yaml'), { code: 400 }, body);
  }
});
