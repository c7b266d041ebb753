import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import https from 'node:https';
import axios from 'axios';
import t from 'tap';
import { type Agent, request } from 'undici';
import { type RunningHarness, startHarness } from '../../index.ts';
import { needs, run } from '../support/tools.ts';

const BODY = JSON.stringify({ data: [[1, 2, 3]] });

/** Scores once with undici; the status, or the code of the error. */
async function score(fe: RunningHarness, dispatcher: Agent): Promise<number | string> {
  try {
    const { statusCode, body } = await request(fe.scoringUri, {
      method: 'POST',
      dispatcher,
      headers: { authorization: `Bearer ${fe.key}`, 'content-type': 'application/json' },
      body: BODY,
    });
    await body.dump();
    return statusCode;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

t.test('a harness starts in a scenario, and a right client is told that it passed', async (t) => {
  await using fe = await startHarness({ scenario: 'expired' });
  await using agent = disposable(fe);
  t.equal(await score(fe, agent.agent), 'CERT_HAS_EXPIRED');
  t.match(await fe.verdict({ succeeded: false }), { verdict: 'pass', finding: null });
  t.match(fe.observations().requests, []);
});

t.test('an agent feels every switch at once, though it was connected before', async (t) => {
  await using fe = await startHarness();
  await using agent = disposable(fe);
  t.equal(await score(fe, agent.agent), 200);
  t.match(await fe.verdict(), { verdict: 'pass' }, 'without an outcome the answer of the router counts');
  await fe.use('expired');
  t.strictSame(
    fe.observations(),
    { queries: [], connections: [], requests: [] },
    'what was seen is forgotten',
  );
  t.equal(await score(fe, agent.agent), 'CERT_HAS_EXPIRED');
  await fe.use('valid');
  t.equal(await score(fe, agent.agent), 200);
});

t.test('a client that does not verify is told that it failed', async (t) => {
  await using fe = await startHarness({ scenario: 'fqdn-mismatch' });
  const { port, pathname } = new URL(fe.scoringUri);
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const asked = https.request(
      {
        ...{ host: new URL(fe.scoringUri).hostname, port, path: pathname, lookup: fe.lookup, method: 'POST' },
        ...{ headers: { authorization: `Bearer ${fe.key}` }, rejectUnauthorized: false, agent: false },
      },
      (response) => response.resume().once('close', () => resolve(response.statusCode)),
    );
    asked.once('error', reject);
    asked.end(BODY);
  });
  t.equal(answer, 200);
  t.match(await fe.verdict(), { verdict: 'fail', finding: 'leaked-key' });
});

t.test('axios scores with the lookup and the CA', async (t) => {
  await using fe = await startHarness({ key: 'a-key-of-my-own' });
  const { status, data } = await axios.post(fe.scoringUri, JSON.parse(BODY), {
    // Both lines of the type are about the same function.
    lookup: fe.lookup as never,
    httpsAgent: new https.Agent({ ca: fe.ca }),
    headers: { authorization: 'Bearer a-key-of-my-own' },
  });
  t.match({ status, data }, { status: 200, data: { result: [6] } });
});

t.test('a child process trusts by its environment', { skip: needs('curl') }, async (t) => {
  await using fe = await startHarness();
  const env = fe.trust.env();
  t.equal(env.SCORING_URI, fe.scoringUri);
  t.equal(await readFile(env.SCORING_CA_FILE ?? '', 'utf8'), fe.ca);
  const { hostname, port } = new URL(fe.scoringUri);
  const ran = await run('env', [
    ...Object.entries(env).map(([name, value]) => `${name}=${value}`),
    ...['curl', '--silent', '--show-error', '--resolve', `${hostname}:${port}:127.0.0.1`],
    ...['-H', `Authorization: Bearer ${fe.key}`, '-d', BODY, fe.scoringUri],
  ]);
  t.match(ran.stdout, /result/, ran.stderr);
  await fe.use('self-signed-trusted');
  t.equal(await readFile(fe.trust.caFile, 'utf8'), fe.ca, 'the file follows the scenario');
});

t.test('waitFor gives what was seen already, and what is yet to come', async (t) => {
  await using fe = await startHarness();
  await using agent = disposable(fe);
  const toCome = fe.waitFor(({ kind }) => kind === 'tls-handshake');
  await score(fe, agent.agent);
  const { seq } = await toCome;
  t.equal((await fe.waitFor(({ kind }) => kind === 'tls-handshake')).seq, seq);
  await t.rejects(
    fe.waitFor(() => false, 1),
    /Nothing like that was seen within 1 ms/,
  );
});

t.test('two harnesses in one process do not meet', async (t) => {
  await using one = await startHarness({ scenario: 'expired' });
  await using two = await startHarness();
  await using first = disposable(one);
  await using second = disposable(two);
  t.not(one.key, two.key);
  t.not(one.ca, two.ca);
  t.not(one.trust.caFile, two.trust.caFile);
  t.equal(await score(one, first.agent), 'CERT_HAS_EXPIRED');
  t.equal(await score(two, second.agent), 200);
  t.equal(one.observations().requests.length, 0);
  t.equal(two.observations().requests.length, 1);
  await one.use('valid');
  t.equal(two.observations().requests.length, 1, 'one forgets nothing of the other');
  t.equal(await score(one, second.agent), 'SELF_SIGNED_CERT_IN_CHAIN', 'nor does one trust the other');
});

t.test('mistakes are told with their code', async (t) => {
  await t.rejects(startHarness({ scenario: 'expird' }), {
    code: 'SCENARIO_UNKNOWN',
    message: /did you mean "expired"/,
  });
  await using fe = await startHarness({ scenario: 'expired--dns-slow' });
  await t.rejects(fe.use('nonsense'), { code: 'SCENARIO_UNKNOWN' });
  await t.rejects(fe.verdict(), { code: 'VERDICT_NOT_POSSIBLE', message: /several scenarios in one/ });
  await fe.use('session-resumption');
  await t.rejects(fe.verdict(), { code: 'VERDICT_NOT_POSSIBLE', message: /reference client/ });
  await t.rejects(
    fe.waitFor(() => false, 1),
    { code: 'OBSERVATION_TIMEOUT' },
  );
});

t.test('a misspelled option is told, and not taken for none', async (t) => {
  const misspelled = { sceanrio: 'expired' } as Parameters<typeof startHarness>[0];
  await t.rejects(startHarness(misspelled), { code: 'OPTION_UNKNOWN', message: /did you mean "scenario"/ });
  await using fe = await startHarness();
  const outcome = { succeded: false } as unknown as { succeeded: boolean };
  await t.rejects(fe.verdict(outcome), { code: 'OPTION_UNKNOWN', message: /did you mean "succeeded"/ });
});

t.test('nothing opens again on a harness that is closed', async (t) => {
  const fe = await startHarness();
  await fe.close();
  await t.rejects(fe.use('expired'), { code: 'HARNESS_CLOSED' });
});

t.test('closing removes the trust files', async (t) => {
  const fe = await startHarness();
  t.ok(existsSync(fe.trust.caFile));
  await fe.close();
  t.notOk(existsSync(fe.trust.caFile));
});

/** An agent that goes when the test does. */
function disposable(fe: RunningHarness): AsyncDisposable & { agent: Agent } {
  const agent = fe.agent();
  return { agent, [Symbol.asyncDispose]: () => agent.close() };
}
