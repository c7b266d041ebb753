import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import { startWorld, type WorldOptions } from './world.ts';

/** Bytes of one exchange as they travelled, in order; `bytes` is base64. */
export interface Capture {
  url: string;
  status: number;
  chunks: { sentBy: 'client' | 'server'; ms: number; bytes: string }[];
}

/** The same request twice, with the key and the body that were invented for it. */
export interface DemoCapture {
  key: string;
  body: string;
  plain: Capture;
  tls: Capture;
}

/** Bytes that are kept of one exchange. */
const MOST_BYTES = 64 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * Sends one request over plain HTTP and over TLS 1.2 to a world of its own, and returns what was on the wire. The world
 * has a key that exists nowhere else, so that the capture can be shown.
 */
export async function captureDemo(options: Pick<WorldOptions, 'authority' | 'log'>): Promise<DemoCapture> {
  const key = `invented-${randomBytes(12).toString('hex')}`;
  const body = JSON.stringify({ data: [[63, 181.5, 92]], note: 'patient 4711, invented' });
  await using world = await startWorld({ plainHttp: 'serve' }, { ...options, key });
  const send = (url: string | null, secure: boolean): Promise<Capture> => {
    const target = new URL(url ?? '');
    return captured(target, async (port) => {
      const { request } = secure ? https : http;
      const sent = request({
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: new URL(world.scoringUri).pathname,
        timeout: TIMEOUT_MS,
        agent: false,
        headers: {
          host: world.fqdn,
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          connection: 'close',
        },
        ...(secure ? { servername: world.fqdn, ca: world.caPem, maxVersion: 'TLSv1.2' as const } : {}),
      });
      sent.once('timeout', () => sent.destroy());
      sent.end(body);
      const [answer]: http.IncomingMessage[] = await once(sent, 'response');
      answer?.resume();
      if (answer !== undefined) await once(answer, 'close');
      return answer?.statusCode ?? 0;
    });
  };
  return { key, body, plain: await send(world.httpUrl, false), tls: await send(world.httpsUrl, true) };
}

/** Relays one connection to `target` and notes the bytes of both directions. `exchange` is given the relay's port. */
async function captured(target: URL, exchange: (port: number) => Promise<number>): Promise<Capture> {
  const chunks: Capture['chunks'] = [];
  const start = performance.now();
  let kept = 0;
  const note =
    (sentBy: 'client' | 'server') =>
    (chunk: Buffer): void => {
      kept += chunk.length;
      if (kept > MOST_BYTES) return;
      const ms = Math.round((performance.now() - start) * 10) / 10;
      chunks.push({ sentBy, ms, bytes: chunk.toString('base64') });
    };
  const relay = net.createServer((socket) => {
    const onward = net.connect(Number(target.port), target.hostname);
    socket.on('data', note('client'));
    onward.on('data', note('server'));
    socket.pipe(onward).pipe(socket);
    socket.on('error', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  try {
    const status = await exchange((relay.address() as AddressInfo).port);
    return { url: target.href, status, chunks };
  } finally {
    relay.close();
  }
}
