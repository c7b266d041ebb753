import { Resolver } from 'node:dns/promises';
import t from 'tap';
import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { Agent, request } from 'undici';
import type { ObservationSummary } from '../../common/observation-summary.ts';
import { BUILD_TIMEOUT_MS, imageUnderTest, reasonToSkip } from './engine.ts';

const KEY = 'container-test-key';
const FQDN = 'www.contoso.com';
const COMMAND = [
  'start',
  '--host',
  '0.0.0.0',
  '--control-host',
  '0.0.0.0',
  '--state',
  '/tmp/state',
  '--key',
  KEY,
];

t.setTimeout(BUILD_TIMEOUT_MS);

t.test(
  'the image scores, switches scenarios and tells what it saw',
  { skip: await reasonToSkip() },
  async (t) => {
    const container = await new GenericContainer(await imageUnderTest())
      .withCommand(COMMAND)
      .withExposedPorts(8443, 8055, '8053/udp')
      .withDroppedCapabilities('ALL')
      .withSecurityOpt('no-new-privileges')
      .withWaitStrategy(Wait.forHealthCheck())
      .withStartupTimeout(60_000)
      .start();
    t.teardown(() => remove(container));
    const control = `http://127.0.0.1:${container.getMappedPort(8055)}`;
    const ca = await (await request(`${control}/ca.pem`)).body.text();
    const observations = async () =>
      (await (await request(`${control}/observations`)).body.json()) as ObservationSummary;

    await t.test('a client that trusts the CA gets its score', async (t) => {
      t.match(await score(container, ca), { status: 200 });
    });

    await t.test('after PUT /scenario the same client refuses, and no request arrives', async (t) => {
      await request(`${control}/observations`, { method: 'DELETE' });
      const put = await request(`${control}/scenario`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'expired' }),
      });
      t.equal(put.statusCode, 200, await put.body.text());
      await t.rejects(score(container, ca), { code: 'CERT_HAS_EXPIRED' });
      const { connections, requests } = await observations();
      t.match(connections, [{ sni: FQDN, handshake: { version: 'TLSv1.2' }, applicationBytes: 0 }]);
      t.strictSame(requests, []);
    });

    await t.test('after DELETE /scenario the client scores again, and the request is observed', async (t) => {
      await (await request(`${control}/scenario`, { method: 'DELETE' })).body.dump();
      t.match(await score(container, ca), { status: 200 });
      const seen = await observations();
      t.match(seen.requests.at(-1), { endpoint: 'demo', authorization: 'valid', answer: { status: 200 } });
      t.notMatch(JSON.stringify(seen), KEY, 'the key is no part of what was observed');
    });

    await t.test('its DNS server answers for the custom name', async (t) => {
      const resolver = new Resolver();
      resolver.setServers([`127.0.0.1:${container.getMappedPort(8053, 'udp')}`]);
      t.strictSame(await resolver.resolve4(FQDN), ['127.0.0.1']);
    });

    await t.test('it does not run as root', async (t) => {
      t.equal((await container.exec(['id', '-u'])).output.trim(), '1000');
    });

    await t.test('docker stop ends it in order, with exit status 0', async (t) => {
      await container.stop({ remove: false, timeout: 10_000 });
      const { container: containers } = await getContainerRuntimeClient();
      const { State } = await containers.inspect(containers.getById(container.getId()));
      t.match(State, { Status: 'exited', ExitCode: 0 });
    });
  },
);

/** Scores once over TLS, by the custom name; rejects with the error of the TLS client. */
async function score(container: StartedTestContainer, ca: string) {
  const agent = new Agent({
    connect: { ca, lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]) },
  });
  const uri = `https://${FQDN}:${container.getMappedPort(8443)}/api/v1/endpoint/demo/score`;
  try {
    const { statusCode, body } = await request(uri, {
      method: 'POST',
      dispatcher: agent,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: [[1, 2, 3]] }),
    });
    return { status: statusCode, answer: await body.json() };
  } finally {
    await agent.close();
  }
}

/** Removes the container whatever became of it; testcontainers itself would stumble over one that is stopped. */
async function remove(container: StartedTestContainer): Promise<void> {
  const { container: containers } = await getContainerRuntimeClient();
  await containers.getById(container.getId()).remove({ force: true, v: true });
}
