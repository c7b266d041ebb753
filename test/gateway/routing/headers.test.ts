import t from 'tap';
import { requestFields, responseFields } from '../../../gateway/http/headers.ts';

const ids = { requestId: 'the-guid', clientRequestId: 'mine' };
const origin = { address: '192.0.2.7', listener: 'https' } as const;

/** The flat list as pairs, for comparing. */
function pairs(fields: string[]): Record<string, string> {
  const entries: [string, string][] = [];
  for (let index = 0; index < fields.length; index += 2)
    entries.push([fields[index] ?? '', fields[index + 1] ?? '']);
  return Object.fromEntries(entries);
}

t.test('the model server gets the end-to-end fields, the ids and where the request came from', async (t) => {
  const fields = requestFields(
    { host: 'www.contoso.com', 'content-type': 'application/json', 'x-custom': 'kept', accept: '*/*' },
    ids,
    origin,
    false,
  );
  t.strictSame(pairs(fields), {
    'content-type': 'application/json',
    'x-custom': 'kept',
    accept: '*/*',
    'x-request-id': 'the-guid',
    'x-ms-client-request-id': 'mine',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'www.contoso.com',
  });
});

t.test('what belongs to the connection or to the router stays there', async (t) => {
  const fields = pairs(
    requestFields(
      {
        connection: 'Keep-Alive, X-Hop',
        'keep-alive': 'timeout=5',
        'x-hop': 'mine alone',
        te: 'trailers',
        trailer: 'x-sum',
        upgrade: 'h2c',
        'proxy-authorization': 'Basic eA==',
        'transfer-encoding': 'chunked',
        'content-length': '3',
        expect: '100-continue',
        authorization: 'Bearer secret',
        'x-forwarded-proto': 'forged',
        'x-request-id': 'forged',
      },
      { requestId: 'the-guid', clientRequestId: null },
      { address: undefined, listener: 'http' },
      false,
    ),
  );
  t.strictSame(fields, { 'x-request-id': 'the-guid', 'x-forwarded-proto': 'http' });
});

t.test('the key is passed on only where that is asked for', async (t) => {
  const headers = { authorization: 'Bearer secret' };
  t.equal(pairs(requestFields(headers, ids, origin, false)).authorization, undefined);
  t.equal(pairs(requestFields(headers, ids, origin, true)).authorization, 'Bearer secret');
});

t.test('an address is added to those before it', async (t) => {
  const fields = pairs(requestFields({ 'x-forwarded-for': '198.51.100.1' }, ids, origin, false));
  t.equal(fields['x-forwarded-for'], '198.51.100.1, 192.0.2.7');
});

t.test('the client gets what the model server sent, without its connection and its ids', async (t) => {
  const fields = responseFields(
    {
      'content-type': 'application/json',
      'set-cookie': ['a=1', 'b=2'],
      connection: 'x-hop',
      'x-hop': 'gone',
      'transfer-encoding': 'chunked',
      'x-request-id': 'of the model',
      'x-ms-request-id': 'of the model',
      'azureml-model-deployment': 'forged',
      server: 'gunicorn',
    },
    new Set(['server']),
  );
  t.strictSame(fields, ['content-type', 'application/json', 'set-cookie', 'a=1', 'set-cookie', 'b=2']);
});
