import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import t, { type Test } from 'tap';
import { silentLogger } from '../../common/logger.ts';
import { startWorld } from '../../harness/world.ts';
import { openAuthority } from '../../pki/authority.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { SCENARIOS } from '../../scenarios/index.ts';
import { runScenario } from '../../scenarios/run.ts';
import { runAll } from '../../scenarios/run-all.ts';
import { type ClientScenario, isConfiguration, type Scenario } from '../../scenarios/scenario.ts';
import { needs, run } from '../support/tools.ts';

const authority = await openAuthority({ stateDir: null });

const CERTIFICATES = ['baseline', 'identity', 'validity', 'trust'];

const isAboutCertificates = (scenario: Scenario): scenario is ClientScenario =>
  CERTIFICATES.includes(scenario.group) && !isConfiguration(scenario);

function clientScenario(name: string): ClientScenario {
  const found = findScenario(name);
  if (isConfiguration(found)) throw new Error(`${name} has no client`);
  return found;
}

t.test('a scenario is the same under a name of its own in badfe.test', async (t) => {
  const named = SCENARIOS.filter(isAboutCertificates)
    .filter(({ world, flow }) => world.fqdn === undefined && flow === undefined)
    .map((scenario) => ({
      ...scenario,
      world: { ...scenario.world, fqdn: `${scenario.name}.badfe.test` },
    }));
  t.ok(named.length > 80, `${named.length} of them`);
  for (const { scenario, ok, problem } of await runAll(named, { authority }))
    t.ok(ok, `${scenario} ${problem}`);
});

t.test('the second connection resumes the session, and shows no certificate', async (t) => {
  const { ok, observed } = await runScenario(clientScenario('session-resumption'), { authority });
  t.ok(ok);
  t.same(
    observed.connections.map(({ handshake }) => handshake?.resumed),
    [false, true],
  );
});

t.test('a renewed certificate leaves an open connection alone, and is seen by the next one', async (t) => {
  const kept = await runScenario(clientScenario('renewed-while-connected'), { authority });
  t.equal(kept.observed.connections.length, 1);
  const anew = await runScenario(clientScenario('renewed-between-connections'), { authority });
  const [first, second] = anew.observed.connections.map(({ handshake }) => handshake?.servedFingerprint);
  t.type(first, 'string');
  t.type(second, 'string');
  t.not(first, second);
});

t.test('a certificate that expires is met on the same connection, or on a new one', async (t) => {
  const [kept, anew] = await runAll(
    [clientScenario('expires-while-connected'), clientScenario('expired-on-reconnect')],
    { authority },
  );
  t.match(kept, { ok: true, observed: { connections: { length: 1 }, requests: { length: 2 } } });
  t.match(anew, { ok: true, observed: { connections: { length: 2 }, requests: { length: 1 } } });
});

/** What `openssl s_client` says of a scenario's router, told to trust what a right client is given. */
async function opensslSays(t: Test, name: string, ...options: string[]): Promise<string> {
  await using world = await startWorld(clientScenario(name).world, { authority, log: silentLogger });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'azureml-fe-scenario-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const ca = path.join(folder, 'ca.pem');
  await writeFile(ca, world.caPem);
  const target = ['-connect', `127.0.0.1:${world.gateway.httpsPort}`, '-servername', world.fqdn];
  const { stdout, stderr } = await run('openssl', ['s_client', ...target, '-CAfile', ca, ...options]);
  return stdout + stderr;
}

t.test('OpenSSL finds the CRL by the leaf, and what it says', { skip: needs('openssl') }, async (t) => {
  const look = ['-crl_check', '-crl_download'];
  t.match(await opensslSays(t, 'revoked-crl', ...look), 'certificate revoked');
  t.match(await opensslSays(t, 'crl-not-revoked', ...look), 'Verify return code: 0 (ok)');
  t.match(
    await opensslSays(t, 'revoked-crl'),
    'Verify return code: 0 (ok)',
    'who does not look does not see',
  );
  t.match(await opensslSays(t, 'valid', ...look), 'unable to get certificate CRL');
});

t.test('OpenSSL is handed the staple', { skip: needs('openssl') }, async (t) => {
  t.match(await opensslSays(t, 'ocsp-staple-good', '-status'), 'Cert Status: good');
  t.match(await opensslSays(t, 'revoked-ocsp-staple', '-status'), 'Cert Status: revoked');
  const stale = await opensslSays(t, 'ocsp-staple-stale', '-status');
  t.match(stale, 'Cert Status: good');
  const [, nextUpdate = ''] = /Next Update: (.+)/.exec(stale) ?? [];
  t.ok(Date.parse(nextUpdate) < Date.now(), `its next update was due ${nextUpdate}`);
  t.match(await opensslSays(t, 'must-staple-without-staple', '-status'), 'OCSP response: no response sent');
});
