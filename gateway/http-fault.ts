import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * One thing that goes wrong in the answer to a request, above TLS. In a redirect's location, `{host}` and `{path}` stand
 * for the request's own, `{httpsPort}` and `{httpPort}` for the router's.
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
  /** A body that only the end of the connection delimits (RFC 9112 section 6.3, rule 8). */
  | { fault: 'close-delimited' }
  /** A chunk every `everyMs` for as long as the client listens. */
  | { fault: 'endless-body'; everyMs: number }
  /** The request is read and nothing is ever answered. */
  | { fault: 'no-answer' }
  /** The connection is closed, or reset, after the request was read. */
  | { fault: 'close-after-request'; how: 'close' | 'reset' }
  /** The real answer, `delayMs` late. */
  | { fault: 'slow-answer'; delayMs: number };

/** Whether the fault answers the request numbered `count` (from 1) itself, or leaves it to the router. */
export function takesOver(fault: HttpFault, count: number): boolean {
  if (fault.fault === 'status') return count <= (fault.times ?? Number.POSITIVE_INFINITY);
  return fault.fault !== 'slow-answer';
}

const HALF_AN_ANSWER = '{"result": [6';

/** What an answer needs of the router. */
export interface FaultSite {
  httpsPort: number | null;
  httpPort: number | null;
  /** Ends the TCP connection with RST; a TLSSocket cannot do that itself. */
  reset(): void;
}

/** Answers as the fault says. The request's body is read to its end first, as a server that meant well would. */
export function answerWithFault(
  fault: HttpFault,
  request: IncomingMessage,
  response: ServerResponse,
  site: FaultSite,
): void {
  const endConnection = (how: 'close' | 'reset'): void => {
    if (how === 'reset') site.reset();
    else request.socket.end();
  };
  request.resume();
  request.once('end', () => {
    if (!response.destroyed) answer(fault, request, response, site, endConnection);
  });
}

function answer(
  fault: HttpFault,
  request: IncomingMessage,
  response: ServerResponse,
  site: FaultSite,
  endConnection: (how: 'close' | 'reset') => void,
): void {
  const json = { 'content-type': 'application/json' };
  switch (fault.fault) {
    case 'redirect': {
      const places: Record<string, string> = {
        host: (request.headers.host ?? '').replace(/:\d+$/, ''),
        path: request.url ?? '/',
        httpsPort: String(site.httpsPort),
        httpPort: String(site.httpPort),
      };
      const location = fault.location.replace(/\{(\w+)\}/g, (whole, place: string) => places[place] ?? whole);
      response.writeHead(fault.status, { location, 'content-length': 0 }).end();
      return;
    }
    case 'status':
      response
        .writeHead(fault.status, { 'content-type': fault.contentType ?? 'text/plain', ...fault.headers })
        .end(fault.body);
      return;
    case 'cut-body':
      response.writeHead(200, { ...json, 'content-length': 4096 });
      response.write(HALF_AN_ANSWER, () => endConnection(fault.how));
      return;
    case 'cut-chunked':
      response.writeHead(200, { ...json, 'transfer-encoding': 'chunked' });
      response.write(HALF_AN_ANSWER, () => endConnection('close'));
      return;
    case 'close-delimited':
      // Written to the socket itself: node:http would put a transfer coding where there shall be none.
      request.socket.end(
        `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${HALF_AN_ANSWER}`,
      );
      return;
    case 'endless-body': {
      response.writeHead(200, { ...json, 'transfer-encoding': 'chunked' });
      response.write('{"result": [');
      const timer = setInterval(() => response.write('6, '), fault.everyMs);
      response.once('close', () => clearInterval(timer));
      return;
    }
    case 'close-after-request':
      endConnection(fault.how);
      return;
    case 'no-answer':
    case 'slow-answer':
      return;
  }
}
