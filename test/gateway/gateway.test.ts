import { once } from 'node:events';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import t from 'tap';
import { Agent, request } from 'undici';
import { readSettings } from '../../extension/settings.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { planListeners } from '../../gateway/listener-plan.ts';
import { type Minted, mint } from '../../pki/mint.ts';
import type { SecretSource } from '../../secret/source.ts';
import { KEY, NAME, startTestGateway, type TestGateway, testAuthority } from '../support/gateway.ts';

const settings = (config: Record<string, string> = {}) =>
  readSettings(
    { enableInference: 'True', inferenceRouterServiceType: 'LoadBalancer', sslCname: NAME, ...config },
    {},
  );

const certificate = async (): Promise<Minted> =>
  mint(await testAuthority(), { leaf: { sans: [`DNS:${NAME}`] } });

/** A secret as kubelet mounts it, and the swap with which it is renewed. */
async function mountedSecret(dir: string, first: Minted) {
  const folder = path.join(dir, 'tls');
  let generation = 0;
  const swap = async (files: { certPem: string; keyPem: string }): Promise<void> => {
    generation += 1;
    const stamped = `..2026_${generation}`;
    await mkdir(path.join(folder, stamped), { recursive: true });
    await writeFile(path.join(folder, stamped, 'cert.pem'), files.certPem);
    await writeFile(path.join(folder, stamped, 'key.pem'), files.keyPem);
    await symlink(stamped, path.join(folder, '..data_tmp'));
    await rename(path.join(folder, '..data_tmp'), path.join(folder, '..data'));
  };
  await swap(first);
  for (const file of ['cert.pem', 'key.pem']) await symlink(`..data/${file}`, path.join(folder, file));
  const source: SecretSource = { kind: 'secret', name: 'tls', secretsDir: dir };
  return { source, swap };
}

const connect = async (at: TestGateway): Promise<tls.TLSSocket> => {
  const port = at.gateway.httpsPort ?? 0;
  const socket = tls.connect({ host: '127.0.0.1', port, servername: NAME, ca: at.caPem });
  await once(socket, 'secureConnect');
  return socket;
};

/** Asks over a connection that is open already. @returns the status line */
const ask = async (socket: tls.TLSSocket): Promise<string> => {
  const body = '{"data":[[1]]}';
  socket.write(
    `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: ${NAME}\r\nauthorization: Bearer ${KEY}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString().split('\r\n')[0] ?? '';
};

const served = (gateway: Gateway): string => gateway.served?.fingerprint ?? '';

t.test('which ports are open follows from the settings', async (t) => {
  const rows: [Record<string, string> | null, 'closed' | 'redirect' | 'serve', boolean, string][] = [
    [{}, 'closed', true, 'closed'],
    [{}, 'redirect', true, 'redirect'],
    [{}, 'serve', true, 'serve'],
    [{ allowInsecureConnections: 'True' }, 'closed', false, 'serve'],
    [{ allowInsecureConnections: 'yes' }, 'closed', true, 'closed'],
    [{ enableInference: 'False' }, 'serve', false, 'closed'],
    [null, 'serve', false, 'closed'],
  ];
  for (const [config, plain, https, http] of rows) {
    const plan = planListeners(config === null ? null : settings(config), plain);
    t.same(plan, { https, http }, JSON.stringify([config, plain]));
  }
});

t.test('a renewed secret waits for the update, and open connections are not cut by it', async (t) => {
  const [first, second] = [await certificate(), await certificate()];
  const { source, swap } = await mountedSecret(t.testdir(), first);
  await using at = await startTestGateway({ secret: source });
  const { gateway, observations } = at;
  t.equal(served(gateway), first.fingerprint);
  const old = await connect(at);
  await swap(second);
  t.match(await observations.waitFor((o) => o.kind === 'secret' && o.event === 'changed'), {
    fingerprint: second.fingerprint,
    served: false,
  });
  t.equal(served(gateway), first.fingerprint);
  t.equal(gateway.waitingSecret, second.fingerprint);
  await gateway.apply({});
  t.equal(served(gateway), second.fingerprint);
  t.equal(gateway.waitingSecret, null);
  t.match(await ask(old), / 200 /, 'the old connection still scores');
  const fresh = await connect(at);
  t.equal(fresh.getPeerCertificate().fingerprint256, second.fingerprint);
  old.destroy();
  fresh.destroy();
});

t.test('--watch-secret serves it by itself', async (t) => {
  const [first, second] = [await certificate(), await certificate()];
  const { source, swap } = await mountedSecret(t.testdir(), first);
  await using at = await startTestGateway({ secret: source, watchSecret: true });
  await swap(second);
  await at.observations.waitFor(
    (o) => o.kind === 'secret' && o.event === 'loaded' && o.fingerprint === second.fingerprint,
  );
  t.equal(served(at.gateway), second.fingerprint);
});

t.test('a bad new secret never displaces a good one, with either way of renewal', async (t) => {
  const [first, other] = [
    await certificate(),
    await mint(await testAuthority(), { leaf: { keySlot: 'another' } }),
  ];
  for (const watchSecret of [false, true]) {
    const { source, swap } = await mountedSecret(t.testdir(), first);
    await using at = await startTestGateway({ secret: source, watchSecret });
    await swap({ certPem: first.certPem, keyPem: other.keyPem });
    t.match(await at.observations.waitFor((o) => o.kind === 'secret' && o.event === 'refused'), {
      served: false,
    });
    await t.rejects(at.gateway.apply({}), { code: 'E40007', reason: 'SECRET_KEY_MISMATCH' });
    t.equal(served(at.gateway), first.fingerprint);
    const client = await connect(at);
    t.match(await ask(client), / 200 /);
    client.destroy();
  }
});

t.test('a router is not started with a secret that is bad, or with none', async (t) => {
  const other = await mint(await testAuthority(), { leaf: { sans: ['DNS:ml.contoso.com'] } });
  const secret: SecretSource = { kind: 'inline', certPem: other.certPem, keyPem: other.keyPem };
  await t.rejects(startTestGateway({ secret }), { code: 'E40007', reason: 'SECRET_NAME_NOT_COVERED' });
  await t.rejects(startTestGateway({ secret: null }), { reason: 'SECRET_NOT_GIVEN', code: 'E40007' });
});

const scoreOver = async (origin: string): Promise<{ status: number; location: string | undefined }> => {
  const agent = new Agent();
  const { statusCode, headers, body } = await request(`${origin}/api/v1/endpoint/demo/score`, {
    dispatcher: agent,
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, host: NAME },
    body: '{"data":[[1]]}',
  });
  await body.dump();
  await agent.close();
  return { status: statusCode, location: headers.location?.toString() };
};

t.test('the plain port is closed, redirects or serves', async (t) => {
  await using closed = await startTestGateway();
  t.equal(closed.gateway.httpPort, null);

  await using redirecting = await startTestGateway({ plainHttp: 'redirect' });
  const moved = await scoreOver(`http://127.0.0.1:${redirecting.gateway.httpPort}`);
  t.same(moved, {
    status: 308,
    location: `https://${NAME}:${redirecting.gateway.httpsPort}/api/v1/endpoint/demo/score`,
  });

  await using serving = await startTestGateway({ plainHttp: 'serve' });
  t.equal((await scoreOver(`http://127.0.0.1:${serving.gateway.httpPort}`)).status, 200);
});

t.test('allowInsecureConnections is HTTP alone; switched back, the same ports speak TLS again', async (t) => {
  await using at = await startTestGateway({ settings: settings({ allowInsecureConnections: 'True' }) });
  const { gateway } = at;
  t.equal(gateway.httpsPort, null);
  t.equal(gateway.served, null);
  t.equal((await scoreOver(`http://127.0.0.1:${gateway.httpPort}`)).status, 200);
  await gateway.apply({ settings: settings() });
  t.equal(gateway.httpPort, null);
  const { httpsPort } = gateway;
  await gateway.apply({ settings: null });
  t.equal(gateway.httpsPort, null, 'the extension is gone');
  await gateway.apply({ settings: settings() });
  t.equal(gateway.httpsPort, httpsPort, 'the same port as before');
});

t.test('closing waits for a request in flight and not for an idle connection', async (t) => {
  await using at = await startTestGateway();
  const idle = await connect(at);
  t.match(await ask(idle), / 200 /);
  const start = performance.now();
  await at.gateway.close();
  t.ok(performance.now() - start < 2000, 'well under the grace of 5 s');
});
