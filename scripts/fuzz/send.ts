import dgram from 'node:dgram';
import { writeFile } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { Agent, type Dispatcher, request } from 'undici';
import type { Input } from './input.ts';
import { type RouterProcess, SECRET_NAME } from './router-process.ts';

/** How long a connection is left open after its last byte, ms: enough for an answer on the same machine. */
const LINGER_MS = 20;
const ANSWER_MS = 20_000;

/** Bytes to the TLS port, a write each. */
export async function sendRaw(router: RouterProcess, input: Input): Promise<void> {
  await sendWrites(net.connect(portOf(router), '127.0.0.1'), input);
}

/** Bytes within TLS, a write each. */
export async function sendHttp(router: RouterProcess, input: Input): Promise<void> {
  const options = { host: '127.0.0.1', port: portOf(router), servername: router.ready.fqdn, ca: router.ca };
  await sendWrites(tls.connect(options), input);
}

/** DNS messages: those with an even first byte over UDP, the others over TCP. */
export async function sendDns({ ready }: RouterProcess, input: Input): Promise<void> {
  const overUdp = input.filter((message) => ((message[0] ?? 0) & 1) === 0);
  const overTcp = input.filter((message) => !overUdp.includes(message));
  const socket = dgram.createSocket('udp4');
  for (const message of overUdp) socket.send(message, ready.dns.port, ready.dns.address);
  const frames = overTcp.map((message) => {
    const length = Buffer.from([(message.length >> 8) & 0xff, message.length & 0xff]);
    return Buffer.concat([length, message]);
  });
  if (frames.length > 0) await sendWrites(net.connect(ready.dns.port, ready.dns.address), frames);
  else await pause(2);
  socket.close();
}

/** Puts a manifest in the place of the one that is served, and asks for it to be taken into service. */
export async function sendSecret(
  router: RouterProcess,
  [bytes = Buffer.alloc(0)]: Input,
): Promise<string | null> {
  await writeFile(path.join(router.folder, `${SECRET_NAME}.yaml`), bytes);
  return ask(router, 'PUT', '/extension', Buffer.from('{}'));
}

/** A request to the control API. */
export async function sendControl(router: RouterProcess, [line, body]: Input): Promise<string | null> {
  const [method = 'GET', target = '/'] = (line ?? Buffer.alloc(0)).toString().split(' ');
  return ask(router, method, target, body ?? Buffer.alloc(0));
}

/** A request to the control API. @returns a sentence where it is answered with 500 or not at all */
export async function ask(
  { ready }: RouterProcess,
  method: string,
  target: string,
  body: Buffer,
): Promise<string | null> {
  return call(`${ready.controlUrl}${target}`, {
    method: method as Dispatcher.HttpMethod,
    ...(body.length > 0 ? { body, headers: { 'content-type': 'application/json' } } : {}),
  });
}

const agents = new WeakMap<RouterProcess, Agent>();

/** A request to the Kubernetes API, as the administrator that the kubeconfig names. */
export async function sendKubernetes(
  router: RouterProcess,
  [line, type, body]: Input,
): Promise<string | null> {
  const [method = 'GET', target = '/'] = (line ?? Buffer.alloc(0)).toString().split(' ');
  const agent = agents.get(router) ?? new Agent({ connect: { ca: router.toolsCa } });
  agents.set(router, agent);
  return call(`${router.ready.kubernetesUrl}${target}`, {
    method: method as Dispatcher.HttpMethod,
    dispatcher: agent,
    headers: {
      authorization: `Bearer ${router.token}`,
      'content-type': (type ?? Buffer.alloc(0)).toString() || 'application/json',
    },
    ...(method === 'GET' || body === undefined ? {} : { body }),
  });
}

/** A real kube-apiserver answers these with 500 as well. */
const KUBERNETES_OWN =
  /failed to create typed patch object|resourceVersion should not be set on objects to be created/;

type CallOptions = NonNullable<Parameters<typeof request>[1]>;

async function call(url: string, options: CallOptions): Promise<string | null> {
  try {
    const timeouts = { headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS };
    const response = await request(url, { ...timeouts, ...options });
    const text = await response.body.text();
    return response.statusCode === 500 && !KUBERNETES_OWN.test(text)
      ? `${options.method} ${url} was answered with 500: ${text.slice(0, 300)}`
      : null;
  } catch (error) {
    // A request that undici itself refuses was never sent, and a connection may be closed on a body that is refused.
    if (!(error instanceof Error) || !/timeout/i.test(error.name)) return null;
    return `${options.method} ${url} was not answered within ${ANSWER_MS / 1000} s`;
  }
}

async function sendWrites(socket: net.Socket, writes: Input): Promise<void> {
  // That the other side resets it is an answer like another.
  socket.on('error', () => undefined);
  socket.resume();
  const closed = new Promise((resolve) => socket.once('close', resolve));
  try {
    for (const bytes of writes) {
      if (socket.destroyed) break;
      await new Promise<void>((resolve) => socket.write(bytes, () => resolve()));
    }
    await Promise.race([closed, pause(LINGER_MS)]);
  } finally {
    socket.destroy();
  }
}

const portOf = ({ ready }: RouterProcess): number => Number(new URL(ready.httpsUrl ?? '').port);
