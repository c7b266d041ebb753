import t from 'tap';
import { Agent, fetch } from 'undici';
import { silentLogger } from '../../../common/logger.ts';
import { type Harness, startHarness } from '../../../harness/harness.ts';
import { catalogue } from '../../../scenarios/catalogue.ts';
import { judging } from '../../../verify/judge-seen.ts';

const start = (): Promise<Harness> =>
  startHarness({ stateDir: null, world: {}, catalogue, judging: async () => judging, log: silentLogger });

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an API answers is looked at part by part
  body: any;
}

async function call(harness: Harness, method: string, route: string, body?: unknown): Promise<Answer> {
  const answer = await fetch(`${harness.controlUrl}${route}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
}

/** A client that knows only what `GET /client` answers, as one in another language does. */
async function score(harness: Harness, { careless = false } = {}): Promise<boolean> {
  const { scoringUri, key, ca } = (await call(harness, 'GET', '/client')).body;
  const url = new URL(scoringUri);
  const dispatcher = new Agent({
    connect: { ca, servername: url.hostname, rejectUnauthorized: !careless, host: '127.0.0.1' },
  });
  try {
    const answer = await fetch(`https://127.0.0.1:${url.port}${url.pathname}`, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', host: url.host },
      body: '{"data":[[1,2,3]]}',
    });
    return answer.ok;
  } catch {
    return false;
  } finally {
    await dispatcher.close();
  }
}

t.test('POST /verdict judges what a client of another process did', async (t) => {
  await using harness = await start();
  t.equal(await score(harness), true);
  t.match((await call(harness, 'POST', '/verdict')).body, {
    scenario: 'valid',
    expectation: 'accept',
    verdict: 'pass',
    finding: null,
  });

  await call(harness, 'PUT', '/scenario', { name: 'expired' });
  t.match((await call(harness, 'POST', '/verdict', {})).body, {
    scenario: 'expired',
    expectation: 'reject',
    verdict: 'inconclusive',
    finding: 'never-connected',
  });
  t.equal(await score(harness), false);
  t.match((await call(harness, 'POST', '/verdict', {})).body, { verdict: 'pass' });
  t.equal(await score(harness, { careless: true }), true);
  const { body } = await call(harness, 'POST', '/verdict', {});
  t.match(body, { verdict: 'fail', finding: 'leaked-key' });
  t.match(body.evidence.join('\n'), /key valid/);
});

t.test('what the client itself reported is part of the verdict', async (t) => {
  await using harness = await start();
  await call(harness, 'PUT', '/scenario', { name: 'self-signed' });
  await score(harness);
  t.match((await call(harness, 'POST', '/verdict', { succeeded: false })).body, { verdict: 'pass' });
  t.match((await call(harness, 'POST', '/verdict', { succeeded: true })).body, {
    verdict: 'fail',
    finding: 'exit-0-after-refusal',
  });
  t.equal((await call(harness, 'POST', '/verdict', { succeeded: 'perhaps' })).status, 400);
});

t.test('a switch of scenario begins anew, and earlier observations stay readable', async (t) => {
  await using harness = await start();
  await score(harness);
  t.match((await call(harness, 'GET', '/timeline')).body, /ClientHello: SNI www\.contoso\.com[\s\S]*POST/);
  await call(harness, 'PUT', '/scenario', { name: 'valid' });
  t.notMatch((await call(harness, 'GET', '/timeline')).body, /ClientHello/);
  t.match((await call(harness, 'POST', '/verdict')).body, { finding: 'never-connected' });
  t.equal((await call(harness, 'GET', '/observations')).body.requests.length, 1);
});

t.test('a scenario that cannot be judged is an error with the reason', async (t) => {
  await using harness = await start();
  await call(harness, 'PUT', '/scenario', { name: 'expired--dns-slow' });
  const { status, body } = await call(harness, 'POST', '/verdict');
  t.match({ status, body }, { status: 422, body: { reason: 'VERDICT_NOT_POSSIBLE', detail: /several/ } });
});

t.test('GET /client gives what the scenario gives its client', async (t) => {
  await using harness = await start();
  const { body: before } = await call(harness, 'GET', '/client');
  t.match(before, { scoringUri: /^https:\/\/www\.contoso\.com:\d+\//, ca: /BEGIN CERTIFICATE/ });
  await call(harness, 'PUT', '/scenario', { name: 'wrong-key' });
  const { body: after } = await call(harness, 'GET', '/client');
  t.not(after.key, before.key);
});
