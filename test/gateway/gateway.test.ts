import net from 'node:net';
import type { TLSSocket } from 'node:tls';
import t from 'tap';
import { Agent, request } from 'undici';
import { readSettings } from '../../extension/settings.ts';
import type { Gateway } from '../../gateway/gateway.ts';
import { planListeners } from '../../gateway/listener-plan.ts';
import type { CheckedCertificate, WatchedSecret } from '../../gateway/watched-secret.ts';
import { type Minted, mint } from '../../pki/mint.ts';
import type { SecretSource } from '../../secret/source.ts';
import { KEY, NAME, startTestGateway, testAuthority } from '../support/gateway.ts';
import { askOver, connect } from '../support/kept-connection.ts';
import { mountSecret } from '../support/kubelet.ts';
import { waitFor } from '../support/wait-for.ts';

const settings = (config: Record<string, string> = {}) =>
  readSettings(
    { enableInference: 'True', inferenceRouterServiceType: 'LoadBalancer', sslCname: NAME, ...config },
    {},
  );

const certificate = async (): Promise<Minted> =>
  mint(await testAuthority(), { leaf: { sans: [`DNS:${NAME}`] } });

/** Asks over a connection that is open already. @returns the status line */
const ask = async (socket: TLSSocket): Promise<string> => (await askOver(socket)).split('\r\n')[0] ?? '';

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
  const { source, swap } = mountSecret(t.testdir(), first);
  await using at = await startTestGateway({ secret: source });
  const { gateway, observations } = at;
  t.equal(served(gateway), first.fingerprint);
  const old = await connect(at);
  swap(second);
  t.match(await waitFor(observations, 'secret', { event: 'changed' }), {
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
  const { source, swap } = mountSecret(t.testdir(), first);
  await using at = await startTestGateway({ secret: source, watchSecret: true });
  swap(second);
  await waitFor(at.observations, 'secret', { event: 'loaded', fingerprint: second.fingerprint });
  t.equal(served(at.gateway), second.fingerprint);
});

t.test('--watch-secret serves a secret that changes all the time', async (t) => {
  const first = await certificate();
  const next = await Promise.all(Array.from({ length: 4 }, certificate));
  const { source, swap } = mountSecret(t.testdir(), first);
  await using at = await startTestGateway({ secret: source, watchSecret: true });
  let swaps = 0;
  const swapping = setInterval(() => {
    swap(next[swaps % next.length] ?? first);
    swaps += 1;
  }, 30);
  const renewed = waitFor(
    at.observations,
    'secret',
    (one) => one.event === 'loaded' && one.fingerprint !== first.fingerprint,
  );
  const loaded = await renewed.finally(() => clearInterval(swapping));
  t.ok(next.some(({ fingerprint }) => fingerprint === loaded.fingerprint));
});

/** A secret that is changed by hand, and that counts what is asked of it. */
function heldSecret({ certPem, keyPem, fingerprint, notAfter }: Minted) {
  const calls: string[] = [];
  let listener: (waiting: CheckedCertificate) => void = () => undefined;
  let waiting: CheckedCertificate | null = null;
  const checked = { certPem, keyPem, fingerprint, notAfter, names: [`DNS:${NAME}`] };
  const secret: WatchedSecret = {
    isSameAs: (other) => other === secret,
    read: async () => {
      calls.push('read');
      return checked;
    },
    inService: (certificate) => {
      calls.push(`serve ${certificate.fingerprint}`);
      waiting = null;
    },
    get waiting() {
      return waiting;
    },
    onChange: (next) => {
      listener = next;
    },
    close: () => calls.push('close'),
  };
  const renew = (certificate: Minted): void => {
    waiting = { ...certificate, names: checked.names };
    listener(waiting);
  };
  return { secret, calls, renew };
}

t.test('a renewal is read once, and a secret is closed when another takes its place', async (t) => {
  const [first, second, other] = [await certificate(), await certificate(), await certificate()];
  const held = heldSecret(first);
  await using at = await startTestGateway({ watchSecret: true });
  const { gateway } = at;
  await gateway.apply({ secret: held.secret });
  held.renew(second);
  await gateway.apply({ plainHttp: 'closed', identity: null });
  t.strictSame(held.calls, [
    'read',
    `serve ${first.fingerprint}`,
    `serve ${second.fingerprint}`,
    'read',
    `serve ${first.fingerprint}`,
  ]);
  const bad = heldSecret(other);
  bad.secret.read = () => Promise.reject(new Error('a bad secret'));
  await t.rejects(gateway.apply({ secret: bad.secret }), { message: 'a bad secret' });
  t.strictSame(bad.calls, ['close'], 'what failed is not watched');
  t.notOk(held.calls.includes('close'), 'what is in service is');
  const next = heldSecret(other);
  await gateway.apply({ secret: next.secret });
  t.equal(held.calls.at(-1), 'close');
  held.renew(second);
  await gateway.apply({});
  t.equal(served(gateway), other.fingerprint, 'a secret that was replaced changes nothing any more');
  await gateway.close(0);
  t.equal(next.calls.at(-1), 'close');
});

t.test('a bad new secret never displaces a good one, with either way of renewal', async (t) => {
  const [first, other] = [
    await certificate(),
    await mint(await testAuthority(), { leaf: { keySlot: 'another' } }),
  ];
  for (const watchSecret of [false, true]) {
    const { source, swap } = mountSecret(t.testdir(), first);
    await using at = await startTestGateway({ secret: source, watchSecret });
    swap({ certPem: first.certPem, keyPem: other.keyPem });
    t.match(await waitFor(at.observations, 'secret', { event: 'refused' }), {
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

t.test('closing does not wait for a handshake that is not finished', async (t) => {
  await using at = await startTestGateway({ handshakeTimeoutMs: 20_000 });
  const silent = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
  silent.on('error', () => undefined);
  await waitFor(at.observations, 'connection-opened');
  const start = performance.now();
  await at.gateway.close(60_000);
  t.ok(performance.now() - start < 10_000, 'well under the time for the handshake');
  t.ok(at.observations.all().some(({ kind }) => kind === 'connection-closed'));
});

t.test('closing waits for a request in flight and not for an idle connection', async (t) => {
  await using at = await startTestGateway();
  const idle = await connect(at);
  t.match(await ask(idle), / 200 /);
  const start = performance.now();
  await at.gateway.close();
  t.ok(performance.now() - start < 2000, 'well under the grace of 5 s');
});
