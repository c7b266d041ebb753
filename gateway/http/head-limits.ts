import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What a listener takes of HTTP. Everything left out is as Envoy has it. */
export interface HttpKnobs {
  /** How long a connection without a request stays open, ms; default 1 h. */
  idleTimeoutMs?: number;
  /** Bytes of request line and header fields before a 431; default 60 KiB. */
  headerLimitBytes?: number;
  /** Header fields of a request before a 431; default 100. */
  headerFieldLimit?: number;
  /** Serve HTTP/1.0 as well; default false. */
  http10?: boolean;
}

// ASSUMPTION: idle-timeout: how long the real router keeps an idle connection is not published; an hour is Envoy's
// default. Envoy announces it in no Keep-Alive field, so none is sent here. Changed by `--idle-timeout`.
const IDLE_TIMEOUT_MS = 3_600_000;

// ASSUMPTION: header-limits: which limits the real router sets on header fields is not published; 60 KiB and 100
// fields are Envoy's defaults, and its answer above them is 431. Changed by `--header-limit` and `--header-fields`.
const HEADER_LIMIT_BYTES = 60 * 1024;
const HEADER_FIELD_LIMIT = 100;

// ASSUMPTION: http-10: whether the real router serves HTTP/1.0 is not published; Envoy answers it with 426 unless it
// is configured to accept it. Changed by `--accept-http-10`.
const HTTP_10 = false;

/** The knobs with the defaults filled in. */
export function httpKnobs(given: HttpKnobs = {}): Required<HttpKnobs> {
  return {
    idleTimeoutMs: given.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    headerLimitBytes: given.headerLimitBytes ?? HEADER_LIMIT_BYTES,
    headerFieldLimit: given.headerFieldLimit ?? HEADER_FIELD_LIMIT,
    http10: given.http10 ?? HTTP_10,
  };
}

/** The rows of the status table for a head that is refused whatever it asks for. */
export type HeadFault = 'header-too-large' | 'http-10' | 'head-invalid' | 'transfer-coding' | 'upgrade';

/** What Host may hold (RFC 3986 section 3.2, as Envoy reads it). */
const HOST = /^[\w\-.~%!$&'()*+,;=:@[\]]*$/;

/** Judges a head as Envoy does; null where nothing is wrong with it. */
export function judgeHead(
  {
    httpVersion,
    rawHeaders,
    headers,
    url = '',
  }: Pick<IncomingMessage, 'httpVersion' | 'rawHeaders' | 'headers' | 'url'>,
  { headerFieldLimit, http10 }: Pick<Required<HttpKnobs>, 'headerFieldLimit' | 'http10'>,
): HeadFault | null {
  if (rawHeaders.length / 2 > headerFieldLimit) return 'header-too-large';
  if (httpVersion !== '1.1' && !(httpVersion === '1.0' && http10)) return 'http-10';
  if (!HOST.test(headers.host ?? '') || url.includes('#')) return 'head-invalid';
  const coding = headers['transfer-encoding'];
  if (coding !== undefined && coding.trim().toLowerCase() !== 'chunked') return 'transfer-coding';
  return asksForUpgrade(headers) ? 'upgrade' : null;
}

/** Another protocol than h2c, which Envoy passes over. */
function asksForUpgrade({ upgrade, connection }: IncomingHttpHeaders): boolean {
  if (upgrade === undefined || upgrade.toLowerCase() === 'h2c') return false;
  return (connection ?? '').split(',').some((option) => option.trim().toLowerCase() === 'upgrade');
}

/** RFC 6585 section 5, RFC 9110 section 15.5.9 and RFC 9112 section 6.1, by node:http's reasons. */
const NO_REQUEST: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_INVALID_TRANSFER_ENCODING: [501, 'Not Implemented'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};

/** Whether a head has more than one Host field: then it is no request (RFC 9112 section 3.2). */
export function hasTwoHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    // PERF: the length rules out nearly every field before its case is changed.
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/**
 * The answer to what is no request, as Envoy words it.
 *
 * @param code node:http's reason
 * @returns the whole message, because there is no request that could be answered
 */
export function answerToNoRequest(code: string | undefined): string {
  const [status, reason] = NO_REQUEST[code ?? ''] ?? [400, 'Bad Request'];
  return [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: text/plain',
    `content-length: ${reason.length}`,
    'connection: close',
    '',
    reason,
  ].join('\r\n');
}
