import t from 'tap';
import { ID_LIMIT, identifyRequest } from '../../model/request-ids.ts';

const request = 'x-request-id';
const client = 'x-ms-client-request-id';
const older = 'x-ms-request-id';

t.test('each id stands in for those that did not come', async (t) => {
  const cases: [sent: Record<string, string>, answered: Record<string, string>][] = [
    [{ [request]: 'r' }, { [request]: 'r', [older]: 'r' }],
    [
      { [request]: 'r', [client]: 'c' },
      { [request]: 'r', [older]: 'c', [client]: 'c' },
    ],
    [
      { [request]: 'r', [older]: 'm' },
      { [request]: 'r', [older]: 'm', [client]: 'm' },
    ],
    [
      { [request]: 'r', [older]: 'm', [client]: 'c' },
      { [request]: 'r', [older]: 'm', [client]: 'c' },
    ],
    [{ [request]: '' }, {}],
    [
      { [request]: '', [client]: 'c' },
      { [older]: 'c', [client]: 'c' },
    ],
  ];
  for (const [sent, answered] of cases) {
    const ids = identifyRequest(sent);
    t.strictSame(ids, { headers: answered, refused: null }, JSON.stringify(sent));
  }
});

t.test('a request without an id is given a new one', async (t) => {
  const first = identifyRequest({}).headers[request] ?? '';
  const second = identifyRequest({}).headers[request] ?? '';
  t.match(first, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  t.not(first, second);
});

t.test('an id that is too long is refused by name and not repeated', async (t) => {
  const fits = 'a'.repeat(ID_LIMIT);
  const tooLong = `${fits}a`;
  for (const name of [request, client, older]) t.equal(identifyRequest({ [name]: fits }).refused, null);
  for (const name of [request, client, older]) {
    const { headers, refused } = identifyRequest({ [request]: 'r', [name]: tooLong });
    t.ok(refused?.includes(name) && refused.includes('100'), `${name}: ${refused}`);
    t.strictSame(headers, name === request ? {} : { [request]: 'r' });
  }
});
