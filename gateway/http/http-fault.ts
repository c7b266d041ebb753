import type { IncomingMessage, ServerResponse } from 'node:http';
import { fillTemplate } from '../../common/texts.ts';

/**
 * One thing that goes wrong in the answer to a request, above TLS. In the location of a redirect, `{requestHost}` and
 * `{path}` stand for what the request names, `{httpsPort}` and `{httpPort}` for the router's ports.
 */
export type HttpFault =
  | { fault: 'redirect'; status: 301 | 302 | 303 | 307 | 308; location: string }
  /** The first `times` requests get this answer, those after it the real one; `times` left out means all. */
  | {
      fault: 'status';
      status: number;
      body: string;
      contentType?: string;
      headers?: Record<string, string>;
      times?: number;
    }
  /** Content-Length promises more than is sent before the connection is closed, cleanly or with a reset. */
  | { fault: 'cut-body'; how: 'close' | 'reset' }
  /** Chunked transfer coding without its last chunk (RFC 9112 section 7.1). */
  | { fault: 'cut-chunked' }
  /** A whole answer that only the end of the connection delimits (RFC 9112 section 6.3, rule 8). */
  | { fault: 'close-delimited' }
  /** A chunk every `everyMs` for as long as the client listens. */
  | { fault: 'endless-body'; everyMs: number }
  /** The request is read and nothing is ever answered. */
  | { fault: 'no-answer' }
  /** The connection is closed, or reset, after the request was read. */
  | { fault: 'close-after-request'; how: 'close' | 'reset' };

/** Whether the fault answers the request numbered `count` (from 1) itself, or leaves it to the router. */
export function takesOver(fault: HttpFault, count: number): boolean {
  return fault.fault !== 'status' || count <= (fault.times ?? Number.POSITIVE_INFINITY);
}

const ANSWER = '{"result": [6]}';
const HALF_AN_ANSWER = '{"result": [6';
const JSON_TYPE = { 'content-type': 'application/json' };

/** What an answer needs of the router. */
export interface FaultSite {
  httpsPort: number | null;
  httpPort: number | null;
  /** Ends the connection before the answer is complete, behind what was written, or with RST at once. */
  breakOff(how: 'close' | 'reset'): void;
}

/** Answers as the fault says. The request's body is read to its end first, as a server that meant well would. */
export function answerWithFault(
  fault: HttpFault,
  request: IncomingMessage,
  response: ServerResponse,
  site: FaultSite,
): void {
  request.resume();
  request.once('end', () => {
    if (!response.destroyed) answer(fault, request, response, site);
  });
}

function answer(fault: HttpFault, request: IncomingMessage, response: ServerResponse, site: FaultSite): void {
  switch (fault.fault) {
    case 'redirect':
      response
        .writeHead(fault.status, {
          location: fillLocation(fault.location, request, site),
          'content-length': 0,
        })
        .end();
      return;
    case 'status':
      response
        .writeHead(fault.status, { 'content-type': fault.contentType ?? 'text/plain', ...fault.headers })
        .end(fault.body);
      return;
    case 'cut-body':
      response.writeHead(200, { ...JSON_TYPE, 'content-length': 4096 });
      response.write(HALF_AN_ANSWER, () => site.breakOff(fault.how));
      return;
    case 'cut-chunked':
      response.writeHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
      response.write(HALF_AN_ANSWER, () => site.breakOff('close'));
      return;
    case 'close-delimited':
      // Without either of these node:http leaves the end to the connection.
      response.removeHeader('content-length');
      response.removeHeader('transfer-encoding');
      response.writeHead(200, { ...JSON_TYPE, connection: 'close' }).end(ANSWER);
      return;
    case 'endless-body': {
      response.writeHead(200, { ...JSON_TYPE, 'transfer-encoding': 'chunked' });
      response.write('{"result": [');
      const timer = setInterval(() => response.write('6, '), fault.everyMs);
      response.once('close', () => clearInterval(timer));
      return;
    }
    case 'close-after-request':
      site.breakOff(fault.how);
      return;
    case 'no-answer':
      return;
  }
}

function fillLocation(location: string, { headers, url }: IncomingMessage, site: FaultSite): string {
  const places: Record<string, string> = {
    requestHost: (headers.host ?? '').replace(/:\d+$/, ''),
    path: url ?? '/',
    httpsPort: String(site.httpsPort ?? 443),
    httpPort: String(site.httpPort ?? 80),
  };
  return fillTemplate(location, places);
}
