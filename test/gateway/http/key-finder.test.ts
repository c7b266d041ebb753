import type { IncomingMessage } from 'node:http';
import t from 'tap';
import { BodyKeyFinder, findKeys } from '../../../gateway/http/key-finder.ts';

const KEY = 'k3y+of/an-endpoint==0123456789';
const OTHER = 'another-key-of-the-client-012345';

/** A request with fields as pairs. */
function request(url: string, ...fields: [string, string][]): IncomingMessage {
  const headers = Object.fromEntries(fields.map(([name, value]) => [name.toLowerCase(), value]));
  return { url, headers, rawHeaders: fields.flat() } as unknown as IncomingMessage;
}

const ROWS: [says: string, request: IncomingMessage, places: string[]][] = [
  ['in Authorization', request('/', ['Authorization', `Bearer ${KEY}`]), ['authorization']],
  ['a wrong one in Authorization', request('/', ['Authorization', 'Bearer wrong']), ['authorization']],
  ['in a field of its own', request('/', ['api-key', KEY]), ['field']],
  ['within a field', request('/', ['User-Agent', `a/${KEY}`]), ['field']],
  ['in the query', request(`/?code=${KEY}`), ['target']],
  ['in the query, percent-encoded', request(`/?code=${encodeURIComponent(KEY)}`), ['target']],
  [
    'in three places',
    request(`/?k=${KEY}`, ['x', KEY], ['Authorization', `Bearer ${KEY}`]),
    ['authorization', 'target', 'field'],
  ],
  [
    'a copy of what the client presents, known or not',
    request(`/?k=${OTHER}`, ['Authorization', `Bearer ${OTHER}`]),
    ['authorization', 'target'],
  ],
  ['nowhere', request('/?k=v', ['api-key', 'none']), []],
];

for (const [says, message, places] of ROWS) {
  t.test(`finds the key ${says}`, async (t) => {
    const found = findKeys(message, [KEY]);
    t.strictSame([...found.places].sort(), [...places].sort());
    const { url = '' } = message;
    for (const secret of [KEY, encodeURIComponent(KEY), OTHER]) t.notOk(found.redact(url).includes(secret));
  });
}

t.test('finds a key in a body, wherever it is split', async (t) => {
  const body = Buffer.from(`{"data":[1],"key":"${KEY}"}`);
  for (let at = 0; at <= body.length; at += 1) {
    const finder = new BodyKeyFinder([KEY]);
    finder.push(body.subarray(0, at));
    finder.push(body.subarray(at));
    t.equal(finder.found, true, `split at ${at}`);
  }
  const byBytes = new BodyKeyFinder([KEY]);
  for (const byte of body) byBytes.push(Buffer.from([byte]));
  t.equal(byBytes.found, true);
  const finder = new BodyKeyFinder([KEY]);
  finder.push(Buffer.from(KEY.slice(0, -1)));
  t.equal(finder.found, false);
});
