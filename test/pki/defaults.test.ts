import t from 'tap';
import { AUTHORITY_LIFE_MS, DAY, HOUR, intermediateSpec, leafSpec, rootSpec } from '../../pki/defaults.ts';

const LIFE = 90 * DAY;

t.test('a validity of which only one end is given has the usual length where it can', async (t) => {
  const cases: [given: { notBeforeMs?: number; notAfterMs?: number }, start: number, end: number][] = [
    [{}, -HOUR, LIFE - HOUR],
    [{ notAfterMs: 30 * DAY }, -HOUR, 30 * DAY],
    [{ notAfterMs: 2000 }, -HOUR, 2000],
    [{ notAfterMs: -HOUR }, -HOUR - LIFE, -HOUR],
    [{ notAfterMs: -365 * DAY }, -365 * DAY - LIFE, -365 * DAY],
    [{ notBeforeMs: DAY }, DAY, DAY + LIFE],
    [{ notBeforeMs: -DAY, notAfterMs: -HOUR }, -DAY, -HOUR],
  ];
  for (const [given, notBeforeMs, notAfterMs] of cases) {
    t.match(leafSpec(given, 'rsa-2048'), { notBeforeMs, notAfterMs }, JSON.stringify(given));
  }
  t.match(rootSpec({}, 'rsa-2048'), { notBeforeMs: -HOUR, notAfterMs: AUTHORITY_LIFE_MS - HOUR });
});

t.test('the first name is the common name where X.520 allows it', async (t) => {
  const cases: [sans: string[] | null, commonName: string | null][] = [
    [['DNS:www.contoso.com', 'DNS:ml.contoso.com'], 'www.contoso.com'],
    [['IP:127.0.0.1'], '127.0.0.1'],
    [['DNS:*.contoso.com'], '*.contoso.com'],
    [[`DNS:${'a'.repeat(64)}`], 'a'.repeat(64)],
    [[`DNS:${'a'.repeat(65)}`], null],
    [['DNS:www.contoso.com\0.example.test'], null],
    [['URI:https://www.contoso.com/'], null],
    [[], null],
    [null, null],
  ];
  for (const [sans, commonName] of cases) t.equal(leafSpec({ sans }, 'rsa-2048').commonName, commonName);
});

t.test('a key on a curve is not said to encipher keys (RFC 8813)', async (t) => {
  t.same(leafSpec({}, 'rsa-2048').keyUsage, ['digitalSignature', 'keyEncipherment']);
  t.same(leafSpec({}, 'ec-p256').keyUsage, ['digitalSignature']);
  t.same(leafSpec({ key: 'ec-p256' }, 'rsa-2048').keyUsage, ['digitalSignature']);
});

t.test(
  'an intermediate allows as many below it as the chain has, and has a name and key of its place',
  async (t) => {
    t.match(intermediateSpec({}, 'rsa-2048', 1, 1), {
      basicConstraints: { ca: true, pathLength: 1 },
      commonName: 'azureml-fe-mock TEST ONLY intermediate',
      keySlot: 'intermediate',
    });
    t.match(intermediateSpec({}, 'rsa-2048', 2, 0), {
      basicConstraints: { ca: true, pathLength: 0 },
      commonName: 'azureml-fe-mock TEST ONLY intermediate 2',
      keySlot: 'intermediate-2',
    });
  },
);
