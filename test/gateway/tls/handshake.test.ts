import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import t from 'tap';
import type { HandshakeObserved } from '../../../common/observations.ts';
import { KEY, NAME, startTestGateway, type TestGateway } from '../../support/gateway.ts';
import { needs, run } from '../../support/tools.ts';
import { waitFor } from '../../support/wait-for.ts';

const handshake = (at: TestGateway): Promise<HandshakeObserved> => waitFor(at.observations, 'tls-handshake');

const curl = async (at: TestGateway, dir: string, ...options: string[]) => {
  const ca = path.join(dir, 'ca.pem');
  await writeFile(ca, at.caPem);
  return run('curl', [
    '--silent',
    '--show-error',
    '--cacert',
    ca,
    '--resolve',
    `${NAME}:${at.gateway.httpsPort}:127.0.0.1`,
    '-H',
    `Authorization: Bearer ${KEY}`,
    '-H',
    'Content-Type: application/json',
    '-d',
    '{"data":[[1,2,3]]}',
    ...options,
    at.scoringUri,
  ]);
};

t.test('curl scores over TLS 1.2, and is seen doing it', { skip: needs('curl') }, async (t) => {
  for (const tapWire of [false, true]) {
    await using at = await startTestGateway({ tapWire });
    const { stdout, stderr } = await curl(at, t.testdir());
    t.same(JSON.parse(stdout), { result: [6] }, stderr);
    t.match(await handshake(at), {
      outcome: 'completed',
      version: 'TLSv1.2',
      cipherSuite: /^TLS_ECDHE_RSA_WITH_/,
      alpn: 'http/1.1',
      alert: null,
      offered: { sni: NAME },
      servedFingerprint: at.gateway.served?.fingerprint ?? '',
    });
    const closed = await at.observations.waitFor(({ kind }) => kind === 'connection-closed');
    t.match(closed, { how: 'client-fin' });
    const records = at.observations.all().filter(({ kind }) => kind === 'tls-record');
    t.equal(records.length > 0, tapWire, 'records are only reported where the wire is tapped');
  }
});

t.test(
  'a client of TLS 1.3 alone, or of 1.1 and below, gets the alert protocol_version',
  { skip: needs('curl') },
  async (t) => {
    for (const tapWire of [false, true]) {
      for (const version of [['--tlsv1.3'], ['--tls-max', '1.1', '--ciphers', 'DEFAULT@SECLEVEL=0']]) {
        await using at = await startTestGateway({ tapWire });
        const { code, stderr } = await curl(at, t.testdir(), ...version);
        t.equal(code, 35, stderr);
        t.match(stderr, /alert protocol version/);
        t.match(await handshake(at), {
          outcome: 'refused-by-server',
          alert: { description: 'protocol_version', sentBy: 'server', code: 70 },
        });
      }
    }
  },
);

t.test(
  'a client that does not trust the certificate is recognised by its alert',
  { skip: needs('curl') },
  async (t) => {
    for (const tapWire of [false, true]) {
      await using at = await startTestGateway({ tapWire });
      const { code } = await curl(at, t.testdir(), '--cacert', '/etc/ssl/certs/ca-certificates.crt');
      t.equal(code, 60);
      t.match(await handshake(at), {
        outcome: 'refused-by-client',
        alert: { description: 'unknown_ca', sentBy: 'client' },
      });
      t.match(await at.observations.waitFor(({ kind }) => kind === 'connection-closed'), {
        applicationBytes: 0,
      });
    }
  },
);

t.test(
  'openssl prints the alert that the article promises to clients of TLS 1.3',
  { skip: needs('openssl') },
  async (t) => {
    await using at = await startTestGateway();
    const { stderr } = await run('openssl', [
      's_client',
      '-connect',
      `127.0.0.1:${at.gateway.httpsPort}`,
      '-tls1_3',
    ]);
    t.match(stderr, /alert protocol version/);
  },
);

t.test(
  'sslscan finds TLS 1.2 with ECDHE AEAD suites and nothing else',
  { skip: needs('sslscan') },
  async (t) => {
    await using at = await startTestGateway();
    const { stdout } = await run('sslscan', [
      '--no-colour',
      '--no-check-certificate',
      `127.0.0.1:${at.gateway.httpsPort}`,
    ]);
    t.same(
      [...stdout.matchAll(/^(\S+)\s+enabled$/gm)].map((match) => match[1]),
      ['TLSv1.2'],
    );
    const suites = [...stdout.matchAll(/^(?:Preferred|Accepted)\s+TLSv1\.2\s+\d+ bits\s+(\S+)/gm)].map(
      (match) => match[1],
    );
    t.ok(suites.length >= 3, stdout);
    for (const suite of suites) t.match(suite, /^ECDHE-RSA-.*(GCM|CHACHA20)/);
  },
);

t.test('the version knob lets TLS 1.3 in, and says so by being used', async (t) => {
  await using at = await startTestGateway({ tls: { maxVersion: 'TLSv1.3' } });
  const client = tls.connect({
    host: '127.0.0.1',
    port: at.gateway.httpsPort ?? 0,
    servername: NAME,
    ca: at.caPem,
  });
  await once(client, 'secureConnect');
  t.equal(client.getProtocol(), 'TLSv1.3');
  client.destroy();
});

t.test('a session is resumed with its ticket', async (t) => {
  await using at = await startTestGateway();
  const connect = async (session?: Buffer): Promise<{ session: Buffer; reused: boolean }> => {
    const client = tls.connect({
      host: '127.0.0.1',
      port: at.gateway.httpsPort ?? 0,
      servername: NAME,
      ca: at.caPem,
      ...(session === undefined ? {} : { session }),
    });
    await once(client, 'secureConnect');
    const found = { session: client.getSession() ?? Buffer.alloc(0), reused: client.isSessionReused() };
    client.end();
    await once(client, 'close');
    return found;
  };
  const first = await connect();
  t.equal(first.reused, false);
  t.equal((await connect(first.session)).reused, true);
});

t.test(
  'plain HTTP on the TLS port gets a 400 in plain text, not a hang',
  { skip: needs('curl') },
  async (t) => {
    await using at = await startTestGateway();
    const { stdout } = await run('curl', [
      '-s',
      '-i',
      '-d',
      'x',
      `http://127.0.0.1:${at.gateway.httpsPort}/`,
    ]);
    t.match(stdout, /^HTTP\/1\.1 400 /);
    t.match(stdout, /This port speaks TLS/);
    t.match(await handshake(at), { outcome: 'plain-http' });
    const closed = await at.observations.waitFor(({ kind }) => kind === 'connection-closed');
    t.ok('applicationBytes' in closed && closed.applicationBytes > 0, 'what came in clear is counted');
  },
);

t.test('a client that says nothing, or stops half way, is cut when its time is up', async (t) => {
  for (const bytes of [Buffer.alloc(0), Buffer.from([22, 3, 1, 2, 0, 1]), Buffer.from('PO')]) {
    await using at = await startTestGateway({ handshakeTimeoutMs: 50 });
    const socket = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
    socket.on('error', () => undefined);
    if (bytes.length > 0) socket.write(bytes);
    socket.resume();
    await once(socket, 'close');
    t.match(await handshake(at), { outcome: 'timeout' });
  }
});

t.test('a client that goes before its ClientHello is whole is gone at once', async (t) => {
  for (const bytes of [Buffer.alloc(0), Buffer.from('1603010200010001fc0303', 'hex'), Buffer.from('PO')]) {
    await using at = await startTestGateway({ handshakeTimeoutMs: 60_000 });
    const socket = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
    socket.end(bytes).resume();
    await once(socket, 'close');
    t.match(await handshake(at), { outcome: 'cut' });
    const kinds = at.observations.all().map(({ kind }) => kind);
    t.ok(kinds.indexOf('tls-handshake') < (kinds.indexOf('connection-closed') + 1 || kinds.length + 1));
  }
});

/** The ClientHello that Node's own client sends. */
async function clientHello(): Promise<Buffer> {
  const { promise, resolve } = Promise.withResolvers<Buffer>();
  const socket = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _encoding, done) => {
      resolve(chunk);
      done();
    },
  });
  const client = tls.connect({ socket, servername: NAME }).on('error', () => undefined);
  return promise.finally(() => client.destroy());
}

for (const tapWire of [false, true]) {
  t.test(`a FIN in the middle of the handshake ends it at once, tapWire ${tapWire}`, async (t) => {
    await using at = await startTestGateway({ handshakeTimeoutMs: 60_000, tapWire });
    const socket = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
    socket.write(await clientHello());
    await once(socket, 'data');
    socket.end().resume();
    t.match(await waitFor(at.observations, 'connection-closed'), { how: 'client-fin' });
    t.match(await handshake(at), { outcome: 'cut', alert: null });
    await once(socket, 'close');
  });
}

for (const maxVersion of ['TLSv1', 'TLSv1.1', 'TLSv1.2'] as const) {
  t.test(`a router whose newest version is ${maxVersion} serves it and nothing newer`, async (t) => {
    await using at = await startTestGateway({ tls: { maxVersion } });
    const client = tls.connect({
      ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
      ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.3', ciphers: 'DEFAULT@SECLEVEL=0' },
    });
    await once(client, 'secureConnect');
    t.equal(client.getProtocol(), maxVersion);
    client.destroy();
  });
}

t.test('a connection that is served outlives the time for the handshake', async (t) => {
  await using at = await startTestGateway({ handshakeTimeoutMs: 1000 });
  const client = tls.connect({
    ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
  });
  client.on('error', () => undefined);
  await once(client, 'secureConnect');
  // Another connection, opened later, whose time runs out: that of the first is over as well by then.
  const silent = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
  await once(silent.resume(), 'close');
  t.notOk(
    at.observations.all().some((one) => one.kind === 'connection-closed' && one.connection === 1),
    'the first is still open',
  );
  client.destroy();
});

t.test('garbage is cut at once, and the next client is served', async (t) => {
  await using at = await startTestGateway();
  const socket = net.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0 });
  socket.on('error', () => undefined);
  socket.write(Buffer.alloc(2000, 0xee));
  socket.resume();
  await once(socket, 'close');
  t.match(await handshake(at), { outcome: 'garbage' });
  const client = tls.connect({
    host: '127.0.0.1',
    port: at.gateway.httpsPort ?? 0,
    servername: NAME,
    ca: at.caPem,
  });
  await once(client, 'secureConnect');
  client.destroy();
});

t.test('a client that offers h2 and http/1.1 gets http/1.1', async (t) => {
  await using at = await startTestGateway();
  const client = tls.connect({
    host: '127.0.0.1',
    port: at.gateway.httpsPort ?? 0,
    servername: NAME,
    ca: at.caPem,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  await once(client, 'secureConnect');
  t.equal(client.alpnProtocol, 'http/1.1');
  client.destroy();
});
