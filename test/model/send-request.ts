import http from 'node:http';
import https from 'node:https';

/** A request that can be sent to any server that is to be compared. */
export interface TestRequest {
  method: string;
  /** Path and query, sent as it stands. */
  path: string;
  /** A list is sent as one line for each of its values. */
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** The body goes out in chunks, without a Content-Length. */
  chunked?: boolean;
}

export interface TestAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/**
 * Sends a request over a connection of its own and resolves with the whole answer.
 *
 * @param origin where to, such as `http://127.0.0.1:5001`; TLS options for `https:` go into `options`
 */
export function sendRequest(
  origin: string,
  request: TestRequest,
  options: https.RequestOptions = {},
): Promise<TestAnswer> {
  const { method, path, body } = request;
  const { request: open } = origin.startsWith('https:') ? https : http;
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, ...framing(request) };
    const outgoing = open(origin, { agent: false, method, path, headers, ...options }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function framing({ method, body, chunked }: TestRequest): Record<string, string> {
  if (chunked === true) return { 'transfer-encoding': 'chunked' };
  if (body !== undefined) return { 'content-length': String(Buffer.byteLength(body)) };
  return method === 'POST' ? { 'content-length': '0' } : {};
}
