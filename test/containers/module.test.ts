import { Resolver } from 'node:dns/promises';
import t from 'tap';
import { Agent, request } from 'undici';
import {
  AzureMLFrontEndContainer,
  type StartedAzureMLFrontEndContainer,
} from '../../testcontainers/index.ts';
import { BUILD_TIMEOUT_MS, imageUnderTest, reasonToSkip } from './engine.ts';

const skip = await reasonToSkip();

t.setTimeout(BUILD_TIMEOUT_MS);

t.test('the container module starts the image, scores, switches and observes', { skip }, async (t) => {
  await using fe = await new AzureMLFrontEndContainer(await imageUnderTest()).start();
  t.match(await score(fe), { status: 200, answer: { result: [6] } });
  t.match((await fe.getObservations()).requests, [{ endpoint: 'demo', authorization: 'valid' }]);

  await fe.setScenario('expired');
  t.match(await fe.getObservations(), { connections: [], requests: [] }, 'a switch forgets what was seen');
  await t.rejects(score(fe), { code: 'CERT_HAS_EXPIRED' });
  t.match(await fe.getObservations(), { connections: [{ sni: fe.getFqdn() }], requests: [] });

  const trusted = fe.getCaCertificate();
  await fe.setScenario('self-signed-trusted');
  t.not(fe.getCaCertificate(), trusted, 'the CA certificate is the one of the scenario');
  t.match(await score(fe), { status: 200 });

  await t.rejects(fe.setScenario('expird'), { message: /did you mean \\?"expired/ });
  await fe.setScenario(null);
  t.equal(fe.getCaCertificate(), trusted);
  t.ok((await fe.getScenarios()).some(({ name }) => name === 'fqdn-mismatch'));
});

t.test('what was asked for before the start is there after it', { skip }, async (t) => {
  await using fe = await new AzureMLFrontEndContainer(await imageUnderTest())
    .withKey('a-key-of-my-own')
    .withConfig({ sslCname: 'ml.contoso.com' })
    .withPlainHttp('redirect')
    .withScenario('expired')
    .start();
  t.equal(fe.getKey(), 'a-key-of-my-own');
  await t.rejects(score(fe), { code: 'CERT_HAS_EXPIRED' });
  await fe.setScenario(null);
  t.equal(fe.getFqdn(), 'ml.contoso.com');
  t.match(fe.getScoringUri(), /^https:\/\/ml\.contoso\.com:\d+\/api\/v1\/endpoint\/demo\/score$/);
  t.match(await score(fe), { status: 200 });
  const redirect = await request(`http://${fe.getHost()}:${fe.getMappedPort(8080)}/`);
  t.ok(redirect.statusCode >= 300 && redirect.statusCode < 400, 'plain HTTP redirects');
  await redirect.body.dump();
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${fe.getDnsPort()}`]);
  t.strictSame(await resolver.resolve4('ml.contoso.com'), ['127.0.0.1']);
});

t.test('a scenario that is none ends the start with the reason', { skip }, async (t) => {
  const container = new AzureMLFrontEndContainer(await imageUnderTest()).withScenario('expird');
  await t.rejects(container.start(), /did you mean "expired"/);
});

/** Scores once over TLS, by the custom name; rejects with the error of the TLS client. */
async function score(fe: StartedAzureMLFrontEndContainer): Promise<{ status: number; answer: unknown }> {
  const agent = new Agent({
    connect: {
      ca: fe.getCaCertificate(),
      lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
    },
  });
  try {
    const { statusCode, body } = await request(fe.getScoringUri(), {
      method: 'POST',
      dispatcher: agent,
      headers: { authorization: `Bearer ${fe.getKey()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: [[1, 2, 3]] }),
    });
    return { status: statusCode, answer: await body.json() };
  } finally {
    await agent.close();
  }
}
