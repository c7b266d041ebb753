import http, { type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MockError } from '../../../common/errors.ts';
import { silentLogger } from '../../../common/logger.ts';
import { ObservationLog } from '../../../common/observation-log.ts';
import type { RequestObserved, ResponseObserved } from '../../../common/observations.ts';
import {
  type DeploymentSpec,
  defaultDeployment,
  type EndpointSpec,
} from '../../../gateway/routing/endpoints.ts';
import { createRouter, type Router, type RouterOptions } from '../../../gateway/routing/router.ts';
import { waitFor } from '../../support/wait-for.ts';

export const KEY = 'primary-key-0123456789';
export const SECONDARY_KEY = 'secondary-key-0123456789';
export const SCORE = '/api/v1/endpoint/demo/score';

/** What `t.teardown` is, so that these helpers need not know the test framework. */
interface Closing {
  teardown(fn: () => unknown): void;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Sending {
  path?: string;
  method?: string;
  key?: string | null;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Sends HTTP/1.0; over TLS alone. */
  http10?: boolean;
}

export interface Bed {
  router: Router;
  port: number;
  observations: ObservationLog;
  send(sending?: Sending): Promise<Answer>;
  /** The `http-response` observation of the request that `requestId` names, or of the only one. */
  responseOf(requestId?: string): Promise<ResponseObserved>;
  requestOf(): Promise<RequestObserved>;
}

/** A small model server on a free port. */
export async function startBackend(
  t: Closing,
  handler: RequestListener,
): Promise<{ url: string; server: http.Server }> {
  const server = http.createServer(handler);
  const port = await listen(server);
  t.teardown(() => stop(server));
  return { url: `http://127.0.0.1:${port}`, server };
}

/** The embedded endpoint of the contract: `demo`, with the deployment `blue`. */
export function demo(
  deployments: DeploymentSpec[],
  traffic: Record<string, number> = { blue: 100 },
): EndpointSpec {
  return {
    name: 'demo',
    authMode: 'key',
    traffic,
    keys: { primary: KEY, secondary: SECONDARY_KEY },
    deployments,
  };
}

export function blue(backendUrl: string, changes: Partial<DeploymentSpec> = {}): DeploymentSpec {
  return { ...defaultDeployment('blue', backendUrl), ...changes };
}

/** A router on a free port, without TLS, as the gateway has it behind its listener. */
export async function startBed(
  t: Closing,
  options: Partial<RouterOptions> & { endpoints: EndpointSpec[] },
): Promise<Bed> {
  const observations = new ObservationLog();
  const router = createRouter({
    profile: 'kubernetes',
    seed: 1,
    observe: observations.emit,
    log: silentLogger,
    ...options,
  });
  let connections = 0;
  const ids = new WeakMap<object, number>();
  const server = http.createServer((request, response) => {
    const id = ids.get(request.socket) ?? ++connections;
    ids.set(request.socket, id);
    router.handle(request, response, { id, listener: 'http' });
  });
  const port = await listen(server);
  const agent = new http.Agent({ keepAlive: true });
  t.teardown(async () => {
    agent.destroy();
    await Promise.all([stop(server), router.close()]);
  });
  return {
    router,
    port,
    observations,
    send: (sending = {}) => send(port, agent, sending),
    ...observedBy(observations),
  };
}

/** How a bed waits for what was seen of a request. */
export function observedBy(observations: ObservationLog): Pick<Bed, 'responseOf' | 'requestOf'> {
  return {
    responseOf: (requestId) =>
      waitFor(observations, 'http-response', requestId === undefined ? {} : { requestId }),
    requestOf: () => waitFor(observations, 'http-request'),
  };
}

function send(port: number, agent: http.Agent, sending: Sending): Promise<Answer> {
  const { path = SCORE, method = 'POST', key = KEY, headers = {}, body } = sending;
  return new Promise((resolve, reject) => {
    const request = http.request({
      agent,
      host: '127.0.0.1',
      port,
      path,
      method,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...headers },
    });
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.end(body);
  });
}

/** Reads a request to its end. */
export async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The reason of the error that `act` throws. */
export function reasonOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof MockError) return error.reason;
    throw error;
  }
  return 'nothing was refused';
}

/** Waits until a number that grows has stopped growing, and gives it. */
export async function stable(read: () => number): Promise<number> {
  for (let before = -1, same = 0; ; ) {
    const now = read();
    same = now === before ? same + 1 : 0;
    if (same === 10) return now;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A promise with its own handle, for tests that hold something back until it is time. */
export function gate(): { opened: Promise<void>; open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

function listen(server: http.Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

function stop(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
