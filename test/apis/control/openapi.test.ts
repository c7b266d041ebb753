import { Ajv } from 'ajv';
import t from 'tap';
import { request } from 'undici';
import { silentLogger } from '../../../common/logger.ts';
import { startHarness } from '../../../harness/harness.ts';
import { catalogue } from '../../../scenarios/catalogue.ts';
import { judging } from '../../../verify/judge-seen.ts';

type Method = 'get' | 'put' | 'post' | 'delete';
interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}
interface Described {
  paths: Record<string, Partial<Record<Method, Operation>>>;
}

/** A call, the path as it is described, and the status that the answer must have. */
type Call = [method: Method, path: string, described: string, status: number, body?: unknown];

const ENDPOINT = '/endpoints/second';
const GREEN = `${ENDPOINT}/deployments/green`;
const DESCRIBED = '/endpoints/{endpoint}';

const calls = (backend: string): Call[] => [
  ['get', '/health', '/health', 200],
  ['get', '/ca.pem', '/ca.pem', 200],
  ['get', '/metrics', '/metrics', 200],
  ['get', '/scenarios', '/scenarios', 200],
  ['get', '/scenario', '/scenario', 200],
  ['put', '/scenario', '/scenario', 200, { name: 'expired' }],
  ['put', '/scenario', '/scenario', 404, { name: 'unheard-of' }],
  ['get', '/health', '/health', 200],
  ['get', '/client', '/client', 200],
  ['post', '/verdict', '/verdict', 200],
  ['post', '/verdict', '/verdict', 200, { succeeded: false }],
  ['post', '/verdict', '/verdict', 400, { succeeded: 'perhaps' }],
  ['get', '/timeline', '/timeline', 200],
  ['delete', '/scenario', '/scenario', 200],
  ['get', '/observations', '/observations', 200],
  ['put', '/dns/records/ml.contoso.com', '/dns/records/{name}', 200, { type: 'A', value: '127.0.0.9' }],
  ['put', '/dns/records/ml.contoso.com', '/dns/records/{name}', 422, { type: 'A', value: 'x' }],
  ['get', '/dns/records', '/dns/records', 200],
  ['get', '/dns/records/ml.contoso.com', '/dns/records/{name}', 200],
  ['put', '/dns/faults/ml.contoso.com', '/dns/faults/{name}', 200, { fault: 'delay', delayMs: 5 }],
  ['get', '/dns/faults', '/dns/faults', 200],
  ['delete', '/dns/faults/ml.contoso.com', '/dns/faults/{name}', 204],
  ['delete', '/dns/records/ml.contoso.com', '/dns/records/{name}', 204],
  ['put', ENDPOINT, DESCRIBED, 200, { auth_mode: 'key' }],
  ['put', GREEN, `${DESCRIBED}/deployments/{deployment}`, 200, { backend }],
  ['put', `${ENDPOINT}/traffic`, `${DESCRIBED}/traffic`, 200, { green: 100 }],
  ['get', '/endpoints', '/endpoints', 200],
  ['get', ENDPOINT, DESCRIBED, 200],
  ['get', '/endpoints/unheard-of', DESCRIBED, 404],
  ['get', '/readiness', '/readiness', 200],
  ['post', `${ENDPOINT}/keys`, `${DESCRIBED}/keys`, 200, { key: 'secondary' }],
  ['put', `${ENDPOINT}/traffic`, `${DESCRIBED}/traffic`, 200, { green: 0 }],
  ['delete', GREEN, `${DESCRIBED}/deployments/{deployment}`, 204],
  ['put', ENDPOINT, DESCRIBED, 200, { auth_mode: 'aml_token' }],
  ['post', `${ENDPOINT}/token`, `${DESCRIBED}/token`, 200],
  ['delete', ENDPOINT, DESCRIBED, 204],
  ['get', '/extension', '/extension', 200],
  ['put', '/extension', '/extension', 200, {}],
  ['get', '/extension', '/extension', 200],
  ['delete', '/extension', '/extension', 204],
  ['get', '/extension', '/extension', 200],
  [
    'post',
    '/extension',
    '/extension',
    201,
    {
      config: {
        enableInference: 'True',
        inferenceRouterServiceType: 'LoadBalancer',
        allowInsecureConnections: 'True',
        sslCnam: 'www.contoso.com',
        sslCname: 'www.contoso.com',
      },
      configProtected: {},
    },
  ],
  ['delete', '/observations', '/observations', 204],
];

/** The schema with every object closed, so that a member that is not described is found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject = copy.type === 'object' && copy.properties !== undefined;
  return isObject && copy.additionalProperties === undefined
    ? { ...copy, additionalProperties: false }
    : copy;
}

t.test('every answer of the control API is as /openapi.json describes it', async (t) => {
  await using harness = await startHarness({
    stateDir: null,
    world: {},
    catalogue,
    judging: async () => judging,
    log: silentLogger,
  });
  await request(`${harness.world.httpsUrl}/`).catch(() => undefined);
  await harness.world.observations.waitFor(({ kind }) => kind === 'connection-closed');
  const described = (await (await request(`${harness.controlUrl}/openapi.json`)).body.json()) as Described;
  const ajv = new Ajv({ strict: false });
  const seen = new Set<string>();
  for (const [method, path, as, wanted, body] of calls(harness.world.model.url)) {
    const answer = await request(`${harness.controlUrl}${path}`, {
      method: method.toUpperCase() as Uppercase<Method>,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.body.text();
    const name = `${method} ${path} ${answer.statusCode}`;
    t.equal(answer.statusCode, wanted, `${name} ${text.slice(0, 300)}`);
    const responses = described.paths[as]?.[method]?.responses ?? {};
    const response = responses[String(wanted)] ?? responses.default;
    t.ok(response, `${name} is described`);
    seen.add(`${method} ${as}`);
    if (wanted === 204) {
      t.equal(text, '', name);
      continue;
    }
    const type = String(answer.headers['content-type']).replace(
      'application/problem+json',
      'application/json',
    );
    const media = Object.entries(response?.content ?? {}).find(([each]) => type.startsWith(each));
    t.ok(media, `${name} has the media type ${type}`);
    const value = type.startsWith('application/json') ? JSON.parse(text) : text;
    const isAsDescribed = ajv.compile(closed(media?.[1].schema ?? false) as object | boolean);
    t.ok(isAsDescribed(value), `${name}: ${JSON.stringify(isAsDescribed.errors)}`);
  }
  const all = Object.entries(described.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path}`),
  );
  t.strictSame(
    all.filter((operation) => !seen.has(operation)),
    [],
    'every route was called',
  );
});
