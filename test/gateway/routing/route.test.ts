import t from 'tap';
import { parseTarget } from '../../../gateway/routing/route.ts';

t.test('both spellings of the scoring path are routes', async (t) => {
  const score = { endpoint: 'demo', operation: 'score', query: '' };
  t.strictSame(parseTarget('/api/v1/endpoint/demo/score'), score);
  t.strictSame(parseTarget('/api/v1/service/demo/score'), score);
});

t.test('a name has letters, digits and hyphens behind its first letter', async (t) => {
  for (const endpoint of ['d', 'Demo-2', 'zZ-', 'a9'])
    t.match(parseTarget(`/api/v1/endpoint/${endpoint}/score`), { endpoint });
});

t.test('swagger.json stands beside score', async (t) => {
  t.match(parseTarget('/api/v1/endpoint/tf-mnist/swagger.json?version=3'), {
    endpoint: 'tf-mnist',
    operation: 'swagger',
    query: '?version=3',
  });
});

t.test('a query is kept as it is, slashes and all', async (t) => {
  t.equal(parseTarget('/api/v1/endpoint/demo/score?a=%2F/b&c=?')?.query, '?a=%2F/b&c=?');
});

t.test('the absolute form of a request target is accepted', async (t) => {
  t.match(parseTarget('http://www.contoso.com:8080/api/v1/endpoint/demo/score?x=1'), {
    endpoint: 'demo',
    query: '?x=1',
  });
});

const NO_ROUTES = [
  '',
  '*',
  '/',
  '/score',
  '/api/v1/endpoint/demo',
  '/api/v1/endpoint/demo/',
  '/api/v1/endpoint/demo/score/',
  '/api/v1/endpoint/demo/score/x',
  '/api/v1/endpoint/demo//score',
  '/api/v1/endpoint//score',
  '//api/v1/endpoint/demo/score',
  '/api/v1/endpoint/demo/SCORE',
  '/API/v1/endpoint/demo/score',
  '/api/v2/endpoint/demo/score',
  '/api/v1/endpoint/demo/../demo/score',
  '/api/v1/endpoint/../endpoint/demo/score',
  '/api/v1/endpoint/./demo/score',
  '/api/v1/endpoint/../score',
  '/api/v1/endpoint/1demo/score',
  '/api/v1/endpoint/-demo/score',
  '/api/v1/endpoint/demo_1/score',
  '/api/v1/endpoint/demo.1/score',
  '/api/v1/endpoint/demo 1/score',
  '/api/v1/endpoint/%64emo/score',
  '/api/v1/endpoint/demo%2fscore',
  '/api/v1/endpoint/demo/%73core',
  '/api/v1/endpoint/demo/score%00',
  '/api/v1/endpoint/demo/score;x=1',
  '/api/v1/endpoint/demo/score#top',
  '/api/v1/endpoint/demo\\score',
  '/api/v1/endpoint/demo/constructor',
  '/api/v1/endpoint/de?mo/score',
  'api/v1/endpoint/demo/score',
  'ftp://www.contoso.com/api/v1/endpoint/demo/score',
];

for (const target of NO_ROUTES) {
  t.test(`${JSON.stringify(target)} is no route`, async (t) => {
    t.equal(parseTarget(target), null);
  });
}
