import t from 'tap';
import { LIMITS } from '../../../apis/azure/limits.ts';
import { openMockAzure, WORKSPACE, ZONE } from './mock-azure.ts';

const LIST = `${WORKSPACE}/onlineEndpoints`;

t.test('a request without a bearer token is refused, whatever the token is', async (t) => {
  await using azure = await openMockAzure();
  const rows: [authorization: string, status: number][] = [
    ['Bearer anything', 200],
    ['bearer x', 200],
    ['Bearer ', 401],
    ['Basic YTpi', 401],
    ['', 401],
  ];
  for (const [authorization, status] of rows)
    t.equal((await azure.call('GET', LIST, undefined, { authorization })).status, status, authorization);
  const keys = await azure.call('POST', `${LIST}/demo/listKeys`, undefined, { authorization: '' });
  t.match(keys, { status: 401, body: { error: { code: 'AuthenticationFailed' } } });
});

t.test('no web page is answered, on either port', async (t) => {
  await using azure = await openMockAzure({ allowedHosts: ['azure'] });
  const { port, identityUrl } = azure.api;
  const rows: [headers: Record<string, string>, status: number][] = [
    [{ host: `127.0.0.1:${port}` }, 200],
    [{ host: `azure:${port}` }, 200],
    [{ host: `evil.example:${port}` }, 421],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: `https://localhost:${port}` }, 403],
    [{ origin: 'null' }, 403],
  ];
  for (const [headers, status] of rows) {
    const answer = await azure.call('GET', LIST, undefined, headers);
    t.equal(answer.status, status, JSON.stringify(headers));
    const metadata = await azure.call('GET', '/metadata/endpoints', undefined, headers);
    t.equal(metadata.status, status, `metadata with ${JSON.stringify(headers)}`);
  }
  const page = await fetch(`${identityUrl}/msi/token?resource=x`, {
    headers: { 'x-identity-header': 'any', origin: 'https://evil.example' },
  });
  t.equal(page.status, 403);
});

t.test('what the mock does not have is a 404 that names what it has', async (t) => {
  await using azure = await openMockAzure();
  const answer = await azure.call('GET', `${WORKSPACE}/batchEndpoints`);
  const message = /^The mock has no GET \/subscriptions\/.*batchEndpoints\. It has: .*onlineEndpoints/;
  t.match(answer, { status: 404, body: { error: { code: 'MockHasNoSuchRoute', message } } });
  t.match(await azure.call('PATCH', `${LIST}/demo`, {}), { status: 404 });
});

t.test('a body that cannot be read or is too large is refused in words', async (t) => {
  await using azure = await openMockAzure();
  const put = (body: unknown, type = 'application/json') =>
    azure.call('PUT', `${LIST}/new`, body, { 'content-type': type });
  t.match(await put('{"properties": '), { status: 400, body: { error: { code: 'InvalidRequestContent' } } });
  t.match(await put('{"__proto__": {}}'), { status: 400 });
  t.match(await put('<a/>', 'application/xml'), {
    status: 415,
    body: { error: { code: 'UnsupportedMediaType' } },
  });
  const large = { properties: { description: 'x'.repeat(LIMITS.bodyBytes) } };
  t.match(await put(large), { status: 413, body: { error: { code: 'RequestEntityTooLarge' } } });
  const long = await azure.call('GET', `${ZONE}/A/${'a'.repeat(LIMITS.segment + 1)}`);
  t.ok(long.status >= 400 && long.status < 500, String(long.status));
});

t.test('no body whatever makes a route fail', async (t) => {
  await using azure = await openMockAzure();
  const values = [null, true, 0, -1, 1.5, 'x', [], [null], {}, { a: {} }, { properties: 1 }];
  const rows: [method: string, path: string, keys: string[]][] = [
    [
      'PUT',
      `${LIST}/new`,
      ['compute', 'authMode', 'traffic', 'mirrorTraffic', 'keys', 'properties', 'description'],
    ],
    [
      'PUT',
      `${LIST}/demo/deployments/green`,
      [
        'requestSettings',
        'livenessProbe',
        'readinessProbe',
        'scaleSettings',
        'model',
        'environmentVariables',
      ],
    ],
    ['PUT', `${ZONE}/A/fuzz`, ['TTL', 'ARecords']],
    ['PUT', `${ZONE}/TXT/fuzz`, ['TTL', 'TXTRecords']],
    ['PUT', `${ZONE}/MX/fuzz`, ['MXRecords']],
    ['PUT', `${ZONE}/CAA/fuzz`, ['caaRecords']],
    ['PUT', `${ZONE}/SOA/@`, ['SOARecord']],
    ['PUT', `${ZONE}/CNAME/fuzz`, ['CNAMERecord']],
    ['POST', `${LIST}/demo/regenerateKeys`, ['keyType']],
    ['POST', `${LIST}/demo/deployments/blue/getLogs`, ['tail']],
    ['PUT', `${WORKSPACE}/codes/c/versions/1`, ['codeUri']],
  ];
  for (const [method, path, keys] of rows)
    for (const key of keys)
      for (const value of values)
        for (const inner of [value, [value], { [key]: value, value }]) {
          const body = { [key]: inner, tags: inner, sku: inner, properties: { compute: 'c', [key]: inner } };
          const { status } = await azure.call(method, path, body);
          if (status >= 500)
            t.fail(`${method} ${path} with ${JSON.stringify(body)} has the status ${status}`);
        }
  t.equal((await azure.call('GET', LIST)).status, 200);
});
