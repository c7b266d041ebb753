import { once } from 'node:events';
import net from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';

/** A ClientHello by the options of a client, or the bytes that stand in its place. */
export type TlsInput = { name: string } & ({ client: ConnectionOptions; again?: true } | { bytes: Buffer });

const TLS12: ConnectionOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
const OLD = 'DEFAULT@SECLEVEL=0';

const CURVES = [
  'X25519',
  'P-256',
  'P-384',
  'P-521',
  'X448',
  'X25519MLKEM768:X25519',
  'P-384:P-256',
  'P-521:P-384',
];
const SIGNATURES = [
  'rsa_pkcs1_sha256',
  'rsa_pkcs1_sha384',
  'rsa_pkcs1_sha512',
  'rsa_pss_rsae_sha256',
  'rsa_pss_rsae_sha384',
  'rsa_pss_rsae_sha512',
  'rsa_pkcs1_sha1',
  'ecdsa_secp256r1_sha256',
  'ed25519',
];
const AES128 = 'ECDHE-RSA-AES128-GCM-SHA256';
const AES256 = 'ECDHE-RSA-AES256-GCM-SHA384';
const CHACHA20 = 'ECDHE-RSA-CHACHA20-POLY1305';
const SUITES = [
  AES128,
  AES256,
  CHACHA20,
  `${AES128}:${CHACHA20}`,
  `${CHACHA20}:${AES128}`,
  `${AES256}:${AES128}`,
  `${AES256}:${CHACHA20}:${AES128}`,
  `${AES256}:${AES128}:${CHACHA20}`,
  `${AES256}:${CHACHA20}`,
  `${CHACHA20}:${AES256}:${AES128}`,
  'ECDHE-RSA-AES128-SHA256',
  'ECDHE-RSA-AES256-SHA384',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-RSA-AES256-SHA',
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'DHE-RSA-AES128-GCM-SHA256',
  'DHE-RSA-CHACHA20-POLY1305',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
];
const ALPNS = [
  ['http/1.1'],
  ['h2'],
  ['h2', 'http/1.1'],
  ['http/1.1', 'h2'],
  ['foo'],
  ['foo', 'http/1.1'],
  ['http/1.0'],
  ['HTTP/1.1'],
  ['acme-tls/1'],
  ['h2', 'h3', 'spdy/3'],
];
const NAMES = [
  'www.contoso.com',
  'WWW.CONTOSO.COM',
  'other.example',
  'localhost',
  'a.b.c.d.example',
  'xn--bcher-kva.example',
  `${'a'.repeat(63)}.example`,
];
const VERSIONS = [
  ['TLSv1.2', 'TLSv1.2'],
  ['TLSv1.2', 'TLSv1.3'],
  ['TLSv1.3', 'TLSv1.3'],
  ['TLSv1.1', 'TLSv1.1'],
  ['TLSv1', 'TLSv1'],
  ['TLSv1', 'TLSv1.3'],
] as const;

const record = (...bytes: number[]): Buffer =>
  Buffer.from([22, 3, 1, bytes.length >> 8, bytes.length & 0xff, ...bytes]);

/** What comes in place of a ClientHello. */
const RAW: Readonly<Record<string, Buffer>> = {
  'plain HTTP': Buffer.from('GET / HTTP/1.1\r\nHost: www.contoso.com\r\n\r\n'),
  'random bytes': Buffer.from('8f1d0cb2aa55e17f3b9920d4c3a1b0ff', 'hex'),
  'a ClientHello of SSL 2': Buffer.from('802e0100020015000000100100800700c0030080060040020080040080', 'hex'),
  'an empty handshake record': record(),
  'a ServerHello': record(2, 0, 0, 2, 3, 3),
  'a ClientHello with nothing in it': record(1, 0, 0, 0),
  'a ClientHello that breaks off': record(1, 0, 0, 4, 3, 3, 0, 0),
  'an alert first': Buffer.from([21, 3, 3, 0, 2, 2, 40]),
  'application data first': Buffer.from([23, 3, 3, 0, 2, 1, 1]),
  'ChangeCipherSpec first': Buffer.from([20, 3, 3, 0, 1, 1]),
  'a record of version 9.9': Buffer.from([22, 9, 9, 0, 4, 1, 0, 0, 0]),
  'a record that is too long': Buffer.concat([Buffer.from([22, 3, 1, 0xff, 0xff]), Buffer.alloc(1000)]),
};

const named = <T>(kind: string, values: readonly T[], client: (value: T) => ConnectionOptions): TlsInput[] =>
  values.map((value) => ({ name: `${kind} ${String(value)}`, client: { ...TLS12, ...client(value) } }));

export const TLS_INPUTS: readonly TlsInput[] = [
  ...named('curves', CURVES, (ecdhCurve) => ({ ecdhCurve })),
  ...named('signatures', SIGNATURES, (sigalgs) => ({ sigalgs, ciphers: OLD })),
  ...named('suites', SUITES, (ciphers) => ({ ciphers: `${ciphers}:@SECLEVEL=0` })),
  ...named('ALPN', ALPNS, (ALPNProtocols) => ({ ALPNProtocols })),
  ...named('SNI', NAMES, (servername) => ({ servername })),
  { name: 'no SNI', client: { ...TLS12, servername: '' } },
  ...VERSIONS.map(([minVersion, maxVersion]) => ({
    name: `versions ${minVersion} to ${maxVersion}`,
    client: { minVersion, maxVersion, ciphers: OLD },
  })),
  { name: 'a second handshake with the session of the first', client: TLS12, again: true },
  ...Object.entries(RAW).map(([name, bytes]) => ({ name, bytes })),
];

/** ms that a server has for a handshake. */
const PATIENCE_MS = 5000;
/** ms without a byte after which a server is taken to have nothing to say. */
const QUIET_MS = 2000;

/**
 * Shakes hands, or sends the bytes.
 *
 * @returns version, suite, group and ALPN, or the error of the client; for bytes what came back
 */
export async function askTls(port: number, ca: string, input: TlsInput): Promise<string> {
  if ('bytes' in input) return sendRaw(port, input.bytes);
  const first = await shakeHands(port, ca, input.client);
  if (input.again !== true || first.session === null) return first.outcome;
  const second = await shakeHands(port, ca, { ...input.client, session: first.session });
  return second.outcome;
}

async function shakeHands(
  port: number,
  ca: string,
  client: ConnectionOptions,
): Promise<{ outcome: string; session: Buffer | null }> {
  const socket = tls.connect({
    ...{ port, host: '127.0.0.1', servername: 'www.contoso.com', ca },
    ...client,
    checkServerIdentity: () => undefined,
  });
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no handshake in time')));
  let session: Buffer | null = null;
  socket.on('session', (ticket: Buffer) => {
    session = ticket;
  });
  try {
    await once(socket, 'secureConnect');
    const group = socket.getEphemeralKeyInfo();
    const parts = [
      socket.getProtocol(),
      socket.getCipher().name,
      group !== null && 'name' in group ? group.name : 'no group',
      `ALPN ${socket.alpnProtocol || 'none'}`,
      ...(socket.isSessionReused() ? ['resumed'] : []),
    ];
    return { outcome: parts.join(', '), session };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { outcome: code ?? message, session };
  } finally {
    socket.destroy();
  }
}

/** @returns what came back before the server closed or fell silent: the alert in it, or its first bytes */
async function sendRaw(port: number, bytes: Buffer): Promise<string> {
  const socket = net.connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  let how = 'open';
  let timer: NodeJS.Timeout | undefined;
  await new Promise<void>((resolve) => {
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(resolve, QUIET_MS);
    };
    socket.once('connect', () => {
      socket.write(bytes);
      wait();
    });
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      wait();
    });
    socket.once('end', () => {
      how = 'closed';
      resolve();
    });
    socket.once('close', () => resolve());
    socket.on('error', () => {
      how = 'closed';
    });
  });
  clearTimeout(timer);
  socket.destroy();
  return `${describeBytes(Buffer.concat(chunks))}, ${how}`;
}

function describeBytes(bytes: Buffer): string {
  if (bytes.length === 0) return 'nothing';
  if (bytes[0] === 21) return `alert ${bytes[6]}`;
  return bytes.subarray(0, 12).toString('latin1');
}
