import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import tls from 'node:tls';
import t from 'tap';
import { summarize } from '../../../common/observation-summary.ts';
import type { WireFault } from '../../../gateway/tls/wire-faults.ts';
import { mint } from '../../../pki/mint.ts';
import { KEY, NAME, startTestGateway, type TestGateway, testAuthority } from '../../support/gateway.ts';
import { needs, run } from '../../support/tools.ts';

async function curl(at: TestGateway, folder: string, ...options: string[]) {
  const ca = path.join(folder, 'ca.pem');
  await writeFile(ca, at.caPem);
  return run('curl', [
    ...['--silent', '--show-error', '--cacert', ca, '--max-time', '5'],
    ...['--resolve', `${NAME}:${at.gateway.httpsPort}:127.0.0.1`],
    ...[
      '-H',
      `Authorization: Bearer ${KEY}`,
      '-H',
      'Content-Type: application/json',
      '-d',
      '{"data":[[1,2,3]]}',
    ],
    ...options,
    at.scoringUri,
  ]);
}

/** The one connection that came, when it is over. */
async function connectionOf(at: TestGateway) {
  await at.observations.waitFor(({ kind }) => kind === 'connection-closed');
  const { connections } = summarize(at.observations.all());
  return connections[0];
}

interface Expected {
  curl: { code: number; stderr: RegExp };
  seen: object;
}

const cut = (closed: string) => ({ handshake: { outcome: 'cut' }, alert: null, closed, applicationBytes: 0 });

const refusedBy = (sentBy: 'client' | 'server', description: string) => ({
  handshake: { outcome: `refused-by-${sentBy}` },
  alert: { description, sentBy },
  applicationBytes: 0,
});

const FAULTS: [WireFault, Expected][] = [
  [
    { fault: 'alert', description: 'handshake_failure' },
    {
      curl: { code: 35, stderr: /alert handshake failure/ },
      seen: { ...refusedBy('server', 'handshake_failure'), closed: 'server-fin' },
    },
  ],
  [
    { fault: 'alert', description: 'unrecognized_name' },
    {
      curl: { code: 35, stderr: /unrecognized name/ },
      seen: { ...refusedBy('server', 'unrecognized_name'), closed: 'server-fin' },
    },
  ],
  [
    { fault: 'plain-http-400' },
    { curl: { code: 35, stderr: /wrong version number/ }, seen: cut('server-fin') },
  ],
  [
    { fault: 'random-bytes' },
    { curl: { code: 35, stderr: /wrong version number/ }, seen: cut('server-fin') },
  ],
  [
    { fault: 'empty-close' },
    { curl: { code: 35, stderr: /SSL_ERROR_SYSCALL|unexpected eof/ }, seen: cut('server-fin') },
  ],
  [{ fault: 'reset' }, { curl: { code: 35, stderr: /reset by peer/ }, seen: cut('server-reset') }],
  [
    { fault: 'reset-newer', newest: 'TLSv1.1' },
    { curl: { code: 35, stderr: /reset by peer/ }, seen: cut('server-reset') },
  ],
  [
    { fault: 'oversized-record' },
    { curl: { code: 35, stderr: /too long/ }, seen: refusedBy('client', 'record_overflow') },
  ],
  [
    { fault: 'cut-before-finished' },
    { curl: { code: 35, stderr: /SSL_ERROR_SYSCALL|unexpected eof/ }, seen: cut('server-fin') },
  ],
];

for (const [fault, expected] of FAULTS) {
  const name = Object.values(fault).join(' ');
  t.test(
    `${name}: curl says what is wrong, and the router who did it`,
    { skip: needs('curl') },
    async (t) => {
      await using at = await startTestGateway({ faults: { wireFault: fault }, tapWire: true });
      const { code, stderr } = await curl(at, t.testdir());
      t.equal(code, expected.curl.code, stderr);
      t.match(stderr, expected.curl.stderr);
      t.match(await connectionOf(at), expected.seen);
    },
  );
}

t.test('a stalled client gives up by itself, and is seen leaving', { skip: needs('curl') }, async (t) => {
  for (const fault of ['stall-after-client-hello', 'stall-after-server-hello'] as const) {
    await using at = await startTestGateway({ faults: { wireFault: { fault } }, tapWire: true });
    const { code, stderr } = await curl(at, t.testdir(), '--max-time', '0.3');
    t.equal(code, 28, stderr);
    t.match(await connectionOf(at), cut('client-fin'));
    const sent = at.observations
      .all()
      .flatMap((seen) => (seen.kind === 'tls-record' && seen.sentBy === 'server' ? seen.messages : []));
    t.equal(sent.includes('ServerHello'), fault === 'stall-after-server-hello');
  }
});

t.test('faults that a client can live with leave it its score', { skip: needs('curl') }, async (t) => {
  for (const wireFault of [
    { fault: 'one-byte-records' },
    { fault: 'alert', description: 'unrecognized_name', level: 'warning' },
    { fault: 'no-close-notify' },
  ] satisfies WireFault[]) {
    await using at = await startTestGateway({ faults: { wireFault } });
    const { stdout, stderr } = await curl(at, t.testdir());
    t.same(stdout, '{"result": [6]}', stderr);
    t.match(await connectionOf(at), { handshake: { outcome: 'completed' }, alert: null });
  }
});

t.test('a client that offers no more than the fault allows is served', async (t) => {
  await using at = await startTestGateway({
    faults: { wireFault: { fault: 'reset-newer', newest: 'TLSv1.1' } },
    tls: { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
  });
  const client = tls.connect({
    ...{ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem },
    ...{ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
  });
  await once(client, 'secureConnect');
  t.equal(client.getProtocol(), 'TLSv1.1');
  client.destroy();
});

t.test('an impostor fails at the signature, and the owner of the key does not', async (t) => {
  const identity = await mint(await testAuthority(), { leaf: { key: 'ec-p256', sans: [`DNS:${NAME}`] } });
  await using at = await startTestGateway({ identity, tls: { impostor: true } });
  const connect = () =>
    tls.connect({ host: '127.0.0.1', port: at.gateway.httpsPort ?? 0, servername: NAME, ca: at.caPem });
  const [error] = await once(connect(), 'error').catch((thrown) => [thrown]);
  t.match(error, { code: 'ERR_SSL_PROVIDER_SIGNATURE_FAILURE' });
  await at.gateway.apply({ tls: {} });
  const client = connect();
  await once(client, 'secureConnect');
  client.destroy();
});

t.test(
  'an impostor cannot be made for an RSA certificate, whose signatures would mend themselves',
  async (t) => {
    await t.rejects(startTestGateway({ tls: { impostor: true } }), /EC certificates only/);
  },
);
