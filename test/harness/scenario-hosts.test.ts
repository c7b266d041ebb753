import t from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { combineWorlds } from '../../harness/combine-worlds.ts';
import { type Harness, startHarness } from '../../harness/harness.ts';
import { catalogue } from '../../scenarios/catalogue.ts';
import { needs, type Ran, run } from '../support/tools.ts';

t.test('worlds that break different things combine, and a contradiction names both', async (t) => {
  const first = { name: 'a', world: { httpsGone: true } };
  t.same(combineWorlds([first, { name: 'b', world: { plainHttp: 'serve' } }]), {
    name: 'a--b',
    world: { httpsGone: true, plainHttp: 'serve' },
  });
  t.throws(() => combineWorlds([first, { name: 'c', world: { httpsGone: false } }]), {
    reason: 'SCENARIOS_CONTRADICT',
    message: 'The scenarios "a" and "c" both set httpsGone, so they cannot be combined.',
  });
});

t.test('scenarios that set different fields of one part combine', async (t) => {
  const { name, world } = catalogue.world('expired--fqdn-mismatch');
  const leaf = world.certificate?.leaf;
  t.equal(name, 'expired--fqdn-mismatch');
  t.same(leaf, {
    ...catalogue.world('expired').world.certificate?.leaf,
    ...catalogue.world('fqdn-mismatch').world.certificate?.leaf,
  });
  t.ok(leaf?.sans && leaf.notAfterMs !== undefined, 'its dates are of the one and its names of the other');
  t.same(catalogue.world('tls-v1-0--cbc').world.tls, {
    ...catalogue.world('tls-v1-0').world.tls,
    ...catalogue.world('cbc').world.tls,
  });
  t.throws(() => catalogue.world('expired--not-yet-valid'), {
    message: /both set certificate\.leaf\.\w+, so they cannot be combined/,
  });
});

/** curl to a host of the harness, with its DNS answered by hand. */
async function curl(harness: Harness, dir: string, host: string): Promise<Ran> {
  const { httpsUrl, key, controlUrl } = harness.ready();
  const port = new URL(httpsUrl ?? '').port;
  const ca = `${dir}/ca.pem`;
  const own = await run('curl', ['-sS', '--fail', '-o', ca, `${controlUrl}/ca.pem?host=${host}`]);
  // A host that is no scenario has nothing of its own to trust.
  if (own.code !== 0) await run('curl', ['-sS', '-o', ca, `${controlUrl}/ca.pem`]);
  return run('curl', [
    ...['-sS', '--max-time', '5', '--cacert', ca, '--resolve', `${host}:${port}:127.0.0.1`],
    ...[
      '-H',
      `Authorization: Bearer ${key}`,
      '-H',
      'content-type: application/json',
      '-d',
      '{"data":[[1,2,3]]}',
    ],
    `https://${host}:${port}/api/v1/endpoint/demo/score`,
  ]);
}

t.test('every scenario of a running harness has a host of its own', { skip: needs('curl') }, async (t) => {
  await using harness = await startHarness({ stateDir: null, world: {}, catalogue, log: silentLogger });
  const rows: [string, number, RegExp][] = [
    ['valid.badfe.test', 0, /\{"result": \[6\]\}/],
    ['VALID.badfe.test', 0, /\{"result": \[6\]\}/],
    ['expired.badfe.test', 60, /certificate has expired/],
    ['wrong-host.badfe.test', 60, /no alternative certificate subject name/],
    ['ml.wildcard-too-deep.badfe.test', 60, /no alternative certificate subject name/],
    ['sha1-root.badfe.test', 0, /\{"result": \[6\]\}/],
    ['secret-rotated-without-update.badfe.test', 60, /certificate has expired/],
    ['expired--redirect-to-http.badfe.test', 60, /certificate has expired/],
    ['no-such-scenario.badfe.test', 35, /unrecognized name/],
    ['expired--not-yet-valid.badfe.test', 35, /unrecognized name/],
  ];
  for (const [host, code, words] of rows) {
    const ran = await curl(harness, t.testdir(), host);
    t.equal(ran.code, code, `${host}: ${ran.stderr}`);
    t.match(ran.stdout + ran.stderr, words, host);
  }
  const refusals = harness.world.observations
    .all()
    .flatMap((seen) =>
      seen.kind === 'tls-handshake' && seen.alert?.sentBy === 'server' ? [seen.error] : [],
    );
  t.match(refusals.join('\n'), /no-such-scenario[\s\S]*"expired" and "not-yet-valid" both set certificate/);
});

t.test(
  'the mock DNS knows the hosts, and what is wrong with some of their names',
  { skip: needs('dig') },
  async (t) => {
    await using harness = await startHarness({ stateDir: null, world: {}, catalogue, log: silentLogger });
    const { dns } = harness.ready();
    const dig = async (name: string): Promise<string> =>
      (await run('dig', [`@${dns.address}`, '-p', String(dns.port), name])).stdout;
    t.match(await dig('expired.badfe.test'), /\sA\s+127\.0\.0\.1/);
    t.match(await dig('ml.wildcard-too-deep.badfe.test'), /\sA\s+127\.0\.0\.1/);
    t.match(await dig('dns-missing-record.badfe.test'), /status: NXDOMAIN/);
    t.match(await dig('dns-stale-record.badfe.test'), /\sA\s+127\.0\.0\.2/);
    await harness.scenarios.use('expired');
    t.match(await dig('dns-missing-record.badfe.test'), /status: NXDOMAIN/, 'also after a switch');
  },
);
