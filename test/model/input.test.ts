import t from 'tap';
import { readParameters, readText, type ScoreRequest, toWebRequest } from '../../model/input.ts';
import type { InputSchema } from '../../model/script.ts';

function request(over: Partial<ScoreRequest> & { text?: string }): ScoreRequest {
  const { text = '', ...rest } = over;
  return {
    method: 'POST',
    target: '/score',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(text),
    ...rest,
  };
}

const notUtf8 = Buffer.from([0x22, 0xff, 0x22]);

t.test('a script without decorators gets the text of the body', async (t) => {
  t.strictSame(readText(request({ text: '{"data":' })), { value: '{"data":' });
  t.strictSame(readText(request({ text: 'ü', headers: {} })), { value: 'ü' });
  t.match(readText(request({ body: notUtf8 })), { refused: { status: 400 } });
});

t.test('a form leaves no text for a script without decorators', async (t) => {
  for (const type of [
    'application/x-www-form-urlencoded',
    'Application/X-WWW-Form-Urlencoded; charset=utf-8',
    'multipart/form-data; boundary=b',
  ])
    t.strictSame(
      readText(request({ text: '{"data":1}', headers: { 'content-type': type } })),
      { value: '' },
      type,
    );
});

t.test('the query of a GET becomes the text of a JSON object', async (t) => {
  const cases: [query: string, text: string][] = [
    ['', '{}'],
    ['?a=1&b=[1,2]&c=x+y&d=null&e=', '{"a": 1, "b": [1, 2], "c": "x y", "d": null, "e": ""}'],
    ['?a=1&b=x&a=%22z%22', '{"a": [1, "z"], "b": "x"}'],
    ['?__proto__=1', '{"__proto__": 1}'],
  ];
  for (const [query, text] of cases)
    t.strictSame(readText(request({ method: 'GET', target: `/score${query}` })), { value: text }, query);
});

t.test(
  'a script with an input schema gets its parameters, or the client is told what is amiss',
  async (t) => {
    const schema: InputSchema = { type: 'object', properties: { data: {}, unit: { default: 'm' } } };
    const read = (over: Parameters<typeof request>[0]) => readParameters(request(over), schema);

    t.strictSame(read({ text: '{"data":[1],"x":2}' }), { value: { data: [1], unit: 'm' } });
    t.strictSame(read({ text: '{"data":null,"unit":"cm"}' }), { value: { data: null, unit: 'cm' } });
    t.strictSame(read({ method: 'GET', target: '/score?data=[1]' }), { value: { data: [1], unit: 'm' } });
    const vendor = { 'content-type': 'application/vnd.contoso+json; v=1' };
    t.strictSame(read({ text: '{"data":1}', headers: vendor }), { value: { data: 1, unit: 'm' } });

    const refused: [Parameters<typeof request>[0], status: number, message: RegExp][] = [
      [{ text: '{"data":1}', headers: {} }, 415, /application\/json/],
      [{ text: '{"data":1}', headers: { 'content-type': 'text/json' } }, 415, /"text\/json"/],
      [{ text: '' }, 400, /empty/],
      [{ text: '{"data":' }, 400, /not JSON/],
      [{ text: '[1]' }, 400, /object/],
      [{ text: 'null' }, 400, /object/],
      [{ text: '{"unit":"cm"}' }, 400, /"data"/],
      [{ method: 'GET', target: '/score' }, 400, /"data"/],
    ];
    for (const [over, status, message] of refused) t.match(read(over), { refused: { status, message } });
    t.throws(() => read({ body: notUtf8 }), TypeError);
  },
);

t.test('a member of the prototype is no parameter', async (t) => {
  const schema: InputSchema = { type: 'object', properties: { toString: {} } };
  t.match(readParameters(request({ text: '{}' }), schema), { refused: { status: 400 } });
});

t.test('a script that wants the request gets it with method, query, headers and bytes', async (t) => {
  const headers = { host: 'contoso.test:1', 'content-type': 'image/png' };
  const post = toWebRequest(request({ target: '/score?a=b', headers, body: notUtf8 }));
  t.equal(post.method, 'POST');
  t.equal(post.url, 'http://contoso.test:1/score?a=b');
  t.equal(post.headers.get('content-type'), 'image/png');
  t.strictSame(Buffer.from(await post.arrayBuffer()), notUtf8);
  t.equal(toWebRequest(request({ method: 'GET' })).body, null);
});
