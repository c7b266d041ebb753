import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Dispatcher, Pool } from 'undici';
import type { GatewayRun } from './servers.ts';

// It ends with its parent.
process.once('disconnect', () => process.exit());

/**
 * The least that a proxy on Node does: `node:https` and `undici.Pool.dispatch`, no key, no limits, no ids, nothing
 * observed. What the gateway costs beyond this is the router.
 */
process.once('message', async ({ certFile, keyFile, modelPort }: GatewayRun) => {
  const pool = new Pool(`http://127.0.0.1:${modelPort}`, { allowH2: false });
  const server = https.createServer(
    {
      cert: await readFile(certFile),
      key: await readFile(keyFile),
      minVersion: 'TLSv1.2',
      maxVersion: 'TLSv1.2',
      keepAliveTimeout: 65_000,
    },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { method = 'GET', url = '/', headers } = request;
        const fields = { 'content-type': headers['content-type'] ?? 'application/json' };
        pool.dispatch({ method, path: url, headers: fields, body: Buffer.concat(chunks) }, passOn(response));
      });
    },
  );
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
});

function passOn(response: ServerResponse): Dispatcher.DispatchHandler {
  return {
    onRequestStart: () => undefined,
    onResponseStart: (_controller, status, headers) => {
      response.writeHead(status, { 'content-length': String(headers['content-length']) });
    },
    onResponseData: (_controller, chunk) => void response.write(chunk),
    onResponseEnd: () => void response.end(),
    onResponseError: () => void response.destroy(),
  };
}
