import t from 'tap';
import { identify } from '../../../gateway/http/ids.ts';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

t.test('an x-request-id that is a GUID is kept', async (t) => {
  const id = '0B1E8B9E-9c1d-4d2a-8f00-0123456789ab';
  t.equal(identify(id, undefined).requestId, id);
});

for (const bad of [
  undefined,
  '',
  'mine',
  '0b1e8b9e',
  '{0b1e8b9e-9c1d-4d2a-8f00-0123456789ab}',
  'x'.repeat(5000),
]) {
  t.test(`an x-request-id of ${JSON.stringify(bad)?.slice(0, 40)} is replaced by a GUID`, async (t) => {
    const { requestId } = identify(bad, undefined);
    t.match(requestId, GUID);
    t.not(requestId, bad);
  });
}

const CLIENT_IDS: [string, string | null][] = [
  ['client-1_A', 'client-1_A'],
  ['a'.repeat(40), 'a'.repeat(40)],
  ['a'.repeat(41), 'a'.repeat(40)],
  ['a b/c:d', 'abcd'],
  ['<script>', 'script'],
  ['***', null],
  ['', null],
];

for (const [sent, echoed] of CLIENT_IDS) {
  t.test(`x-ms-client-request-id ${JSON.stringify(sent)} becomes ${JSON.stringify(echoed)}`, async (t) => {
    t.equal(identify(undefined, sent).clientRequestId, echoed);
  });
}

t.test('without an id of the client there is none', async (t) => {
  t.equal(identify(undefined, undefined).clientRequestId, null);
});
