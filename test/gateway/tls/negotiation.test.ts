import { once } from 'node:events';
import tls, { type ConnectionOptions } from 'node:tls';
import t from 'tap';
import { prefersChaCha20 } from '../../../gateway/tls/context.ts';
import { NAME, startTestGateway, type TestGateway } from '../../support/gateway.ts';

/** @returns what was negotiated, or the error of the client */
async function shakeHands(at: TestGateway, options: ConnectionOptions): Promise<string> {
  const socket = tls.connect({
    ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
    ...options,
  });
  try {
    await once(socket, 'secureConnect');
    return `${socket.getCipher().name} ${socket.alpnProtocol || 'no ALPN'}`;
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  } finally {
    socket.destroy();
  }
}

t.test('X25519 and P-256 are the curves, unless others are chosen', async (t) => {
  for (const tapWire of [false, true]) {
    await using at = await startTestGateway({ tapWire });
    for (const ecdhCurve of ['X25519', 'P-256', 'P-384:P-256'])
      t.match(await shakeHands(at, { ecdhCurve }), /^ECDHE-RSA-/, ecdhCurve);
    for (const ecdhCurve of ['P-384', 'P-521', 'X448', 'P-521:P-384'])
      t.equal(await shakeHands(at, { ecdhCurve }), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', ecdhCurve);
  }
  await using at = await startTestGateway({ tls: { curves: 'P-384' } });
  t.match(await shakeHands(at, { ecdhCurve: 'P-384' }), /^ECDHE-RSA-/);
  t.equal(await shakeHands(at, { ecdhCurve: 'X25519' }), 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE');
});

t.test('a client whose protocols are all unknown goes on without ALPN, unless one is required', async (t) => {
  await using at = await startTestGateway();
  t.match(await shakeHands(at, { ALPNProtocols: ['h2'] }), /no ALPN$/);
  t.match(await shakeHands(at, { ALPNProtocols: ['foo', 'bar'] }), /no ALPN$/);
  t.match(await shakeHands(at, { ALPNProtocols: ['h2', 'http/1.1'] }), / http\/1\.1$/);
  t.match(await shakeHands(at, {}), /no ALPN$/);
  await using strict = await startTestGateway({ tls: { alpnRequired: true } });
  t.equal(await shakeHands(strict, { ALPNProtocols: ['h2'] }), 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
});

const [AES128, CHACHA20, AES256] = [
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-RSA-CHACHA20-POLY1305',
  'ECDHE-RSA-AES256-GCM-SHA384',
];

t.test('between AES-128 and ChaCha20 the client chooses, and AES-256 comes last', async (t) => {
  await using at = await startTestGateway();
  for (const [offered, chosen] of [
    [[AES128, CHACHA20], AES128],
    [[CHACHA20, AES128], CHACHA20],
    [[AES256, CHACHA20, AES128], CHACHA20],
    [[AES256, AES128, CHACHA20], AES128],
    [[AES256, CHACHA20], CHACHA20],
    [[AES256], AES256],
  ] as const) {
    const got = await shakeHands(at, { ciphers: offered.join(':'), maxVersion: 'TLSv1.2' });
    t.equal(got.split(' ')[0], chosen, offered.join(' '));
  }
  await using own = await startTestGateway({ tls: { ciphers: `${AES128}:${CHACHA20}` } });
  const got = await shakeHands(own, { ciphers: `${CHACHA20}:${AES128}`, maxVersion: 'TLSv1.2' });
  t.equal(got.split(' ')[0], AES128, 'suites that a person names are in that order');
});

t.test('the preference is read from the suites of TLS 1.2 alone', async (t) => {
  const aes = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';
  const chacha = 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256';
  t.equal(prefersChaCha20(['TLS_CHACHA20_POLY1305_SHA256', aes, chacha]), false);
  t.equal(prefersChaCha20([chacha]), true);
  t.equal(prefersChaCha20([chacha, aes]), true);
  t.equal(prefersChaCha20([aes]), false);
  t.equal(prefersChaCha20([]), false);
});
