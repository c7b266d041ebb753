import t from 'tap';
import {
  decideRoute,
  type RequestHead,
  type RoutingDecision,
} from '../../../gateway/routing/decide-route.ts';

const score: RequestHead = {
  headFault: null,
  route: { endpoint: 'demo', operation: 'score', query: '' },
  endpoint: { traffic: { blue: 90, green: 10 }, deployments: new Set(['blue', 'green', 'idle']) },
  access: 'valid',
  method: 'POST',
  wantedDeployment: undefined,
  contentLength: '20',
  bodyLimitBytes: 1000,
  random: () => 0,
};
const swagger = { endpoint: 'demo', operation: 'swagger', query: '' } as const;
const noTraffic = { traffic: { blue: 0 }, deployments: new Set(['blue']) };

const CASES: [string, Partial<RequestHead>, RoutingDecision][] = [
  ['a good request goes where the weights say', {}, { deployment: 'blue' }],
  ['another random number, another deployment', { random: () => 0.95 }, { deployment: 'green' }],
  ['the header goes straight to a deployment', { wantedDeployment: 'green' }, { deployment: 'green' }],
  ['the header also reaches one without traffic', { wantedDeployment: 'idle' }, { deployment: 'idle' }],
  ['the header with an unknown name', { wantedDeployment: 'red' }, { refuse: 'deployment-unknown' }],
  [
    'a head that is refused by itself, before all else',
    { headFault: 'http-10', route: null },
    { refuse: 'http-10' },
  ],
  ['an unknown path', { route: null, endpoint: null, access: 'missing' }, { refuse: 'path-unknown' }],
  ['an unknown endpoint', { endpoint: null, access: 'invalid' }, { refuse: 'endpoint-unknown' }],
  ['no key', { access: 'missing' }, { refuse: 'unauthorized' }],
  ['a wrong key', { access: 'invalid' }, { refuse: 'unauthorized' }],
  ['an expired token', { access: 'expired' }, { refuse: 'token-expired' }],
  [
    'a wrong key and a wrong method: the key first',
    { access: 'invalid', method: 'PUT' },
    { refuse: 'unauthorized' },
  ],
  [
    'a wrong key and a large body: the key first',
    { access: 'invalid', contentLength: '9999' },
    { refuse: 'unauthorized' },
  ],
  ['PUT', { method: 'PUT' }, { refuse: 'method-not-allowed' }],
  ['post in small letters', { method: 'post' }, { refuse: 'method-not-allowed' }],
  ['GET on score', { method: 'GET' }, { deployment: 'blue' }],
  ['HEAD on score', { method: 'HEAD' }, { deployment: 'blue' }],
  ['OPTIONS on score', { method: 'OPTIONS' }, { deployment: 'blue' }],
  ['GET on swagger', { route: swagger, method: 'GET' }, { deployment: 'blue' }],
  ['POST on swagger', { route: swagger }, { refuse: 'method-not-allowed' }],
  ['a body of exactly the limit', { contentLength: '1000' }, { deployment: 'blue' }],
  ['a body of one byte more', { contentLength: '1001' }, { refuse: 'body-too-large' }],
  ['a body without a Content-Length', { contentLength: undefined }, { deployment: 'blue' }],
  ['traffic that totals 0', { endpoint: noTraffic }, { refuse: 'no-traffic' }],
  [
    'traffic that totals 0, but the header',
    { endpoint: noTraffic, wantedDeployment: 'blue' },
    { deployment: 'blue' },
  ],
];

for (const [what, changes, verdict] of CASES) {
  t.test(`${what}: ${Object.values(verdict)[0]}`, async (t) => {
    t.strictSame(decideRoute({ ...score, ...changes }), verdict);
  });
}

t.test('a request that names its deployment does not move the sequence of the others', async (t) => {
  decideRoute({
    ...score,
    wantedDeployment: 'green',
    random: () => t.fail('the weights were asked') as never,
  });
});
