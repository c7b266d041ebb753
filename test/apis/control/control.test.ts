import path from 'node:path';
import t from 'tap';
import { request } from 'undici';
import { silentLogger } from '../../../common/logger.ts';
import { type Harness, startHarness } from '../../../harness/harness.ts';
import { catalogue } from '../../../scenarios/catalogue.ts';
import { needs, run } from '../../support/tools.ts';

const start = (): Promise<Harness> =>
  startHarness({ stateDir: null, world: {}, catalogue, log: silentLogger });

interface Answer {
  status: number;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at part by part
  body: any;
}

async function call(
  harness: Harness,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  route: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await request(`${harness.controlUrl}${route}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.body.text();
  const type = String(answer.headers['content-type'] ?? '');
  return { status: answer.statusCode, type, body: type.includes('json') ? JSON.parse(text) : text };
}

t.test('a web page cannot drive the harness', async (t) => {
  await using harness = await start();
  const page = await call(
    harness,
    'PUT',
    '/scenario',
    { name: 'expired' },
    { origin: 'https://evil.example' },
  );
  t.match(page, {
    status: 403,
    type: /^application\/problem\+json/,
    body: { reason: 'CONTROL_ORIGIN_FOREIGN' },
  });
  const rebound = await call(harness, 'GET', '/health', undefined, { host: 'evil.example' });
  t.match(rebound, { status: 421, body: { reason: 'CONTROL_HOST_UNKNOWN' } });
  t.equal(harness.scenarios.current(), null);
});

t.test('errors are problem documents with a remedy', async (t) => {
  await using harness = await start();
  const rows: [Promise<Answer>, number, string][] = [
    [call(harness, 'GET', '/nothing'), 404, 'CONTROL_NOT_FOUND'],
    [call(harness, 'PUT', '/scenario', { nam: 'x' }), 400, 'CONTROL_BAD_REQUEST'],
    [call(harness, 'PUT', '/scenario', { name: 'x' }), 404, 'SCENARIO_UNKNOWN'],
    [
      call(harness, 'PUT', '/dns/records/www.contoso.com', { type: 'A', value: '1.2.3' }),
      422,
      'DNS_BAD_VALUE',
    ],
    [
      call(harness, 'PUT', '/dns/records/www.example.org', { type: 'A', value: '127.0.0.1' }),
      422,
      'DNS_OUTSIDE_ZONES',
    ],
    [call(harness, 'DELETE', '/dns/records/nothing.contoso.com'), 404, 'DNS_NO_SUCH_RECORD'],
    [call(harness, 'PUT', '/dns/faults/www.contoso.com', { fault: 'sulk' }), 400, 'CONTROL_BAD_REQUEST'],
    [call(harness, 'GET', '/endpoints/nothing'), 404, 'ENDPOINT_UNKNOWN'],
    [
      call(harness, 'PUT', '/extension', { config: { inferenceRouterServiceType: 'x' } }),
      422,
      'EXTENSION_SERVICE_TYPE_UNKNOWN',
    ],
  ];
  for (const [pending, status, reason] of rows) {
    const answer = await pending;
    t.match(answer, { status, body: { status, reason } }, reason);
    t.match(answer.type, /^application\/problem\+json/);
    t.ok(answer.body.remedy.length > 10 && answer.body.detail.length > 10);
  }
});

t.test('health, CA and the description of the API', async (t) => {
  await using harness = await start();
  t.match(await call(harness, 'GET', '/health'), {
    status: 200,
    body: { status: 'ok', fqdn: 'www.contoso.com' },
  });
  t.match((await call(harness, 'GET', '/ca.pem')).body, /^-----BEGIN CERTIFICATE-----/);
  const { body } = await call(harness, 'GET', '/openapi.json');
  for (const route of [
    '/health',
    '/extension',
    '/dns/records/{name}',
    '/scenario',
    '/observations',
    '/metrics',
  ]) {
    t.ok(body.paths[route], route);
  }
});

t.test('records are set, shown, resolved and removed', { skip: needs('dig') }, async (t) => {
  await using harness = await start();
  const { dns } = harness.ready();
  const dig = async (name: string): Promise<string> =>
    (await run('dig', [`@${dns.address}`, '-p', String(dns.port), '+short', name])).stdout.trim();
  await call(harness, 'PUT', '/dns/records/ml.contoso.com', { type: 'A', value: '127.0.0.7', ttl: 5 });
  t.equal(await dig('ml.contoso.com'), '127.0.0.7');
  const two = {
    records: [
      { type: 'A', value: '127.0.0.8' },
      { type: 'A', value: '127.0.0.9' },
    ],
  };
  t.match(await call(harness, 'PUT', '/dns/records/ml.contoso.com', two), {
    body: { records: [{ ttl: 60 }, { ttl: 60 }] },
  });
  t.match(await call(harness, 'GET', '/dns/records/ML.contoso.com.'), { body: { records: { length: 2 } } });
  t.equal((await call(harness, 'DELETE', '/dns/records/ml.contoso.com')).status, 204);
  t.equal(await dig('ml.contoso.com'), '');
  t.match(await call(harness, 'PUT', '/dns/faults/www.contoso.com', { fault: 'nxdomain', type: 'aaaa' }), {
    status: 200,
    body: { fault: 'nxdomain', type: 'AAAA' },
  });
  t.equal((await call(harness, 'DELETE', '/dns/faults/www.contoso.com?type=A')).status, 404);
  t.equal((await call(harness, 'DELETE', '/dns/faults/www.contoso.com?type=AAAA')).status, 204);
  t.equal((await call(harness, 'DELETE', '/dns/faults/www.contoso.com?type=PTR')).status, 422);
  await call(harness, 'PUT', '/dns/faults/www.contoso.com', { fault: 'servfail' });
  t.match(
    (await run('dig', [`@${dns.address}`, '-p', String(dns.port), 'www.contoso.com'])).stdout,
    /status: SERVFAIL/,
  );
  t.match(await call(harness, 'GET', '/dns/faults'), { body: { faults: [{ name: 'www.contoso.com' }] } });
  t.equal((await call(harness, 'DELETE', '/dns/faults/www.contoso.com')).status, 204);
  t.equal(await dig('www.contoso.com'), '127.0.0.1');
});

t.test(
  'a scenario is switched to and back, and the next client meets it',
  { skip: needs('curl') },
  async (t) => {
    const dir = t.testdir();
    await using harness = await startHarness({ stateDir: dir, world: {}, catalogue, log: silentLogger });
    const curl = async (): Promise<number | null> => {
      const { scoringUri, fqdn, key } = harness.ready();
      const port = new URL(scoringUri).port;
      const ran = await run('curl', [
        ...['-sS', '--fail', '--cacert', path.join(dir, 'ca.pem'), '--resolve', `${fqdn}:${port}:127.0.0.1`],
        ...[
          '-H',
          `Authorization: Bearer ${key}`,
          '-d',
          '{"data":[[1]]}',
          '-H',
          'content-type: application/json',
          scoringUri,
        ],
      ]);
      return ran.code;
    };
    t.equal(await curl(), 0);
    t.match(await call(harness, 'PUT', '/scenario', { name: 'wrong-host' }), {
      body: { scenario: 'fqdn-mismatch' },
    });
    t.equal(await curl(), 60);
    t.match(await call(harness, 'GET', '/health'), { body: { scenario: 'fqdn-mismatch' } });
    t.match(await call(harness, 'DELETE', '/scenario'), { body: { scenario: null } });
    t.equal(await curl(), 0);
  },
);

t.test('observations are folded, streamed live, and forgotten', async (t) => {
  await using harness = await start();
  const stream = await request(`${harness.controlUrl}/observations`, {
    headers: { accept: 'text/event-stream' },
  });
  t.equal(stream.headers['content-type'], 'text/event-stream');
  await request(`${harness.world.httpsUrl}/`).catch(() => undefined);
  let live = '';
  for await (const chunk of stream.body) {
    live += chunk;
    if (live.includes('event: connection-closed')) break;
  }
  t.match(live, /^id: 1\n?/m);
  t.match(live, /event: tls-client-hello\ndata: \{/);
  const { body } = await call(harness, 'GET', '/observations');
  t.match(body.connections, [{ handshake: { outcome: String } }]);
  t.ok(body.events.length >= 3);
  t.equal((await call(harness, 'DELETE', '/observations')).status, 204);
  t.same((await call(harness, 'GET', '/observations')).body.events, []);
});

t.test('metrics count handshakes, requests and queries, and know when the certificate ends', async (t) => {
  await using harness = await start();
  await request(`${harness.world.httpsUrl}/`).catch(() => undefined);
  await harness.world.observations.waitFor(({ kind }) => kind === 'tls-handshake');
  const { body, type } = await call(harness, 'GET', '/metrics');
  t.match(type, /^text\/plain/);
  t.match(body, /azureml_fe_tls_handshakes_total\{outcome="[a-z-]+",.*\} 1/);
  t.match(body, /azureml_fe_certificate_not_after_seconds \d+/);
  t.match(body, /azureml_fe_deployment_ready\{endpoint="demo",deployment="blue"\} 1/);
});

t.test('the extension lives by the rules of create, update and delete', async (t) => {
  await using harness = await start();
  t.match(await call(harness, 'GET', '/extension'), {
    body: { installed: true, config: { sslCname: 'www.contoso.com' } },
  });
  t.equal((await call(harness, 'DELETE', '/extension')).status, 204);
  t.equal(harness.world.httpsUrl, null, 'nothing listens');
  t.match(await call(harness, 'PUT', '/extension', {}), {
    status: 404,
    body: { reason: 'EXTENSION_NOT_INSTALLED' },
  });
  const nothing = { config: { sslCname: 'www.contoso.com' } };
  t.match(await call(harness, 'POST', '/extension', nothing), {
    status: 422,
    body: { reason: 'EXTENSION_NOTHING_ENABLED' },
  });
  const insecure = {
    config: {
      enableInference: 'true',
      inferenceRouterServiceType: 'LoadBalancer',
      allowInsecureConnections: 'True',
    },
  };
  const created = await call(harness, 'POST', '/extension', insecure);
  t.match(created, {
    status: 201,
    body: { outcome: 'ok', warnings: ['troubleshooting-hint', 'ssl-disabled'] },
  });
  t.equal(harness.world.httpsUrl, null);
  t.ok(harness.world.httpUrl);
  t.match((await call(harness, 'GET', '/extension')).body.healthReport.text, /^Report:/);
});

t.test('endpoints and deployments come and go at run time', async (t) => {
  await using harness = await start();
  const backend = harness.world.model.url;
  t.match(await call(harness, 'PUT', '/endpoints/second', { auth_mode: 'key' }), {
    status: 200,
    body: { name: 'second' },
  });
  const green = { request_settings: { request_timeout_ms: 3000 }, backend };
  t.match(await call(harness, 'PUT', '/endpoints/second/deployments/green', green), {
    status: 200,
    body: { deployments: [{ name: 'green', requestTimeoutMs: 3000 }] },
  });
  t.match(await call(harness, 'PUT', '/endpoints/second/traffic', { green: 50 }), { status: 422 });
  t.match(await call(harness, 'PUT', '/endpoints/second/traffic', { green: 100 }), { body: { green: 100 } });
  const { body: made } = await call(harness, 'POST', '/endpoints/second/keys', { key: 'primary' });
  t.match(made.primary, /^[\w-]{20,}$/);
  const listed = await call(harness, 'GET', '/endpoints');
  t.notMatch(JSON.stringify(listed.body), made.primary, 'keys are not shown');
  t.match(await call(harness, 'PUT', '/endpoints/third', { mirror_traffic: { a: 10 } }), {
    body: { reason: 'ENDPOINT_MIRROR_TRAFFIC' },
  });
  t.equal((await call(harness, 'DELETE', '/endpoints/second')).status, 204);
});
