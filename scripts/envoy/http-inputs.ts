import { once } from 'node:events';
import tls from 'node:tls';

/** One request, or several on one connection, as bytes. */
export interface HttpInput {
  name: string;
  bytes: Buffer;
}

const HOST = 'Host: www.contoso.com';
const KEY = 'Authorization: Bearer k3y';
const BODY = '{"data":[[1,2,3]]}';
const LENGTH = `Content-Length: ${BODY.length}`;
const SCORE = '/api/v1/endpoint/demo/score';
const FIRST = `POST ${SCORE} HTTP/1.1`;

/** A request from its lines. */
const lines = (head: readonly string[], body = ''): string => `${head.join('\r\n')}\r\n\r\n${body}`;
const post = (...fields: string[]): string => lines([FIRST, HOST, KEY, LENGTH, ...fields], BODY);
const chunked = (body: string, coding = 'chunked', ...fields: string[]): string =>
  lines([FIRST, HOST, KEY, `Transfer-Encoding: ${coding}`, ...fields], body);
const CHUNKS = `12\r\n${BODY}\r\n0\r\n\r\n`;
const many = (count: number): string[] => Array.from({ length: count }, (_, n) => `X-${n}: 1`);

/** The requests, by what is special about them. */
const REQUESTS: Readonly<Record<string, string>> = {
  'POST with Content-Length': post(),
  'GET without body': lines([`GET ${SCORE} HTTP/1.1`, HOST, KEY]),
  HEAD: lines([`HEAD ${SCORE} HTTP/1.1`, HOST, KEY]),
  OPTIONS: lines([`OPTIONS ${SCORE} HTTP/1.1`, HOST, KEY]),
  'lower-case method': post().replace('POST', 'post'),
  'unknown method': post().replace('POST', 'SCORE'),
  'method PROPFIND': post().replace('POST', 'PROPFIND'),
  CONNECT: lines(['CONNECT www.contoso.com:443 HTTP/1.1', HOST]),
  TRACE: lines([`TRACE ${SCORE} HTTP/1.1`, HOST, KEY]),
  'empty method': post().replace('POST', ''),

  'HTTP/1.0': post().replace('HTTP/1.1', 'HTTP/1.0'),
  'HTTP/1.0 with keep-alive': post('Connection: keep-alive').replace('HTTP/1.1', 'HTTP/1.0'),
  'HTTP/0.9': post().replace('HTTP/1.1', 'HTTP/0.9'),
  'HTTP/1.2': post().replace('HTTP/1.1', 'HTTP/1.2'),
  'HTTP/2.0 in text': post().replace('HTTP/1.1', 'HTTP/2.0'),
  'HTTP/3.0 in text': post().replace('HTTP/1.1', 'HTTP/3.0'),
  'http/1.1 in lower case': post().replace('HTTP/1.1', 'http/1.1'),
  'no version': post().replace(' HTTP/1.1', ''),
  'version with blanks': post().replace('HTTP/1.1', 'HTTP / 1.1'),
  'the preface of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',

  'no Host': lines([FIRST, KEY, LENGTH], BODY),
  'two Host fields': post('Host: other.example'),
  'empty Host': post().replace(HOST, 'Host:'),
  'Host with port': post().replace(HOST, `${HOST}:8443`),
  'Host with trailing dot': post().replace(HOST, `${HOST}.`),
  'Host with another name': post().replace(HOST, 'Host: other.example'),
  'Host with an address': post().replace(HOST, 'Host: 127.0.0.1'),
  'Host in upper case': post().replace(HOST, 'Host: WWW.CONTOSO.COM'),
  'Host with a blank inside': post().replace(HOST, 'Host: www contoso com'),
  'Host with a user': post().replace(HOST, 'Host: user@www.contoso.com'),
  'Host with a slash': post().replace(HOST, 'Host: www.contoso.com/x'),

  'target in absolute form': post().replace(SCORE, `https://www.contoso.com${SCORE}`),
  'target in absolute form, plain http': post().replace(SCORE, `http://www.contoso.com${SCORE}`),
  'target with a query': post().replace(SCORE, `${SCORE}?a=1`),
  'target with a query of 10,000 bytes': post().replace(SCORE, `${SCORE}?${'a'.repeat(10_000)}`),
  'target with a query of 70,000 bytes': post().replace(SCORE, `${SCORE}?${'a'.repeat(70_000)}`),
  'target with a fragment': post().replace(SCORE, `${SCORE}#part`),
  'target of a star': lines(['OPTIONS * HTTP/1.1', HOST, KEY]),
  'target with another path': post().replace(SCORE, '/elsewhere'),
  'target with a blank': post().replace(SCORE, `${SCORE}?a b`),
  'target with a tab': post().replace(SCORE, `${SCORE}?a\tb`),
  'target with raw UTF-8': post().replace(SCORE, `${SCORE}?ü`),
  'target with a NUL': post().replace(SCORE, `${SCORE}?\0`),
  'target with dots': post().replace(SCORE, `/x/..${SCORE}`),
  'target with %2f': post().replace(SCORE, SCORE.replace('demo/', 'demo%2f')),
  'target without a slash': post().replace(SCORE, 'score'),

  'chunked body': chunked(CHUNKS),
  'chunked with an extension': chunked(CHUNKS.replace('12', '12;name=value')),
  'chunked with a quoted extension': chunked(CHUNKS.replace('12', '12;name="v;w"')),
  'chunked with a trailer': chunked(`12\r\n${BODY}\r\n0\r\nX-End: 1\r\n\r\n`),
  'chunked in upper case': chunked(CHUNKS, 'Chunked'),
  'chunked in many pieces': chunked(`${[...BODY].map((char) => `1\r\n${char}\r\n`).join('')}0\r\n\r\n`),
  'chunk size with leading zeros': chunked(CHUNKS.replace('12', '00000012')),
  'chunk size in upper-case hex': chunked(`A\r\n{"data":[[\r\n8\r\n1,2,3]]}\r\n0\r\n\r\n`),
  'chunk size with 0x': chunked(CHUNKS.replace('12', '0x12')),
  'chunk size with a sign': chunked(CHUNKS.replace('12', '+12')),
  'chunk size with a blank behind': chunked(CHUNKS.replace('12', '12 ')),
  'chunk size with a blank before': chunked(CHUNKS.replace('12', ' 12')),
  'chunk size that is no number': chunked(CHUNKS.replace('12', 'zz')),
  'chunk size that overflows': chunked(CHUNKS.replace('12', 'ffffffffffffffffff')),
  'chunk longer than its size': chunked(CHUNKS.replace('12', '11')),
  'chunk ended by LF alone': chunked(`12\n${BODY}\n0\n\n`),
  'empty chunk size': chunked(CHUNKS.replace('12', '')),
  'unknown transfer coding': chunked(BODY, 'foo'),
  'gzip, chunked': chunked(CHUNKS, 'gzip, chunked'),
  'chunked, chunked': chunked(CHUNKS, 'chunked, chunked'),
  'chunked, identity': chunked(CHUNKS, 'chunked, identity'),
  identity: chunked(BODY, 'identity', LENGTH),
  'chunked twice, in two fields': chunked(CHUNKS, 'chunked', 'Transfer-Encoding: chunked'),
  'Transfer-Encoding with Content-Length': chunked(CHUNKS, 'chunked', LENGTH),
  'empty Transfer-Encoding': chunked(BODY, '', LENGTH),
  'Transfer-Encoding with a vertical tab': chunked(CHUNKS, '\x0bchunked'),
  'Transfer-Encoding with blanks around': chunked(CHUNKS, ' chunked '),

  'two equal Content-Length fields': post(LENGTH),
  'two different Content-Length fields': post('Content-Length: 5'),
  'Content-Length as a list': post().replace(LENGTH, `Content-Length: ${BODY.length}, ${BODY.length}`),
  'Content-Length with a sign': post().replace(LENGTH, `Content-Length: +${BODY.length}`),
  'Content-Length that is negative': post().replace(LENGTH, 'Content-Length: -1'),
  'Content-Length in hex': post().replace(LENGTH, 'Content-Length: 0x12'),
  'Content-Length with a letter': post().replace(LENGTH, 'Content-Length: 1a'),
  'Content-Length that is empty': post().replace(LENGTH, 'Content-Length:'),
  'Content-Length that overflows': post().replace(LENGTH, `Content-Length: ${'9'.repeat(30)}`),
  'Content-Length with leading zeros': post().replace(LENGTH, `Content-Length: 000${BODY.length}`),
  'Content-Length with blanks': post().replace(LENGTH, `Content-Length:   ${BODY.length}   `),
  'neither Content-Length nor Transfer-Encoding': lines([FIRST, HOST, KEY]),
  'Content-Length 0': lines([FIRST, HOST, KEY, 'Content-Length: 0']),
  'body longer than Content-Length': `${post()}extra`,

  'Connection: close': post('Connection: close'),
  'Connection: Close': post('Connection: Close'),
  'Connection: keep-alive': post('Connection: keep-alive'),
  'Connection: close, X-A': post('Connection: close, X-A'),
  'Connection naming a field': post('Connection: X-A', 'X-A: 1'),
  'Proxy-Connection: close': post('Proxy-Connection: close'),
  'Upgrade to h2c': post(
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAMAAABkAAQ',
  ),
  'Upgrade to websocket': post('Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'),
  'Expect: 100-continue': post('Expect: 100-continue'),
  'Expect: something else': post('Expect: 200-ok'),
  'TE: trailers': post('TE: trailers'),

  '100 fields': post(...many(97)),
  '101 fields': post(...many(98)),
  '20,000 bytes of header': post(`Cookie: ${'a'.repeat(20_000)}`),
  '60,000 bytes of header': post(`Cookie: ${'a'.repeat(60_000)}`),
  '62,000 bytes of header': post(`Cookie: ${'a'.repeat(62_000)}`),
  '70,000 bytes of header': post(`Cookie: ${'a'.repeat(70_000)}`),
  'field name of 10,000 bytes': post(`${'x'.repeat(10_000)}: 1`),

  'field without colon': post('X-A'),
  'field with a blank before the colon': post('X-A : 1'),
  'field with an empty name': post(': 1'),
  'field with an empty value': post('X-A:'),
  'field without a blank behind the colon': post('X-A:1'),
  'field name with an underscore': post('X_A: 1'),
  'field name with a dot': post('X.A: 1'),
  'field name with a blank': post('X A: 1'),
  'field name with a parenthesis': post('X(A): 1'),
  'field name in Latin-1': post('X-Ä: 1'),
  'field name with a NUL': post('X-\0A: 1'),
  'field value in UTF-8': post('X-A: ü'),
  'field value with a NUL': post('X-A: a\0b'),
  'field value with a bell': post('X-A: a\x07b'),
  'field value with a tab': post('X-A: a\tb'),
  'field value with DEL': post('X-A: a\x7fb'),
  'field value with a bare CR': post('X-A: a\rb'),
  'field that is folded': post('X-A: 1', ' 2'),
  'first field that begins with a blank': lines([FIRST, ` ${HOST}`, KEY, LENGTH], BODY),
  'field of HTTP/2': post(':path: /'),

  'lines ended by LF alone': post().replaceAll('\r\n', '\n'),
  'one line ended by LF alone': post().replace(`${HOST}\r\n`, `${HOST}\n`),
  'empty line before the request': `\r\n${post()}`,
  'two empty lines before the request': `\r\n\r\n${post()}`,
  'blanks before the request': `  ${post()}`,
  'two blanks in the request line': post().replace('POST ', 'POST  '),
  'blank behind the version': post().replace('HTTP/1.1', 'HTTP/1.1 '),
  'CR behind the request line': post().replace('HTTP/1.1\r\n', 'HTTP/1.1\r\r\n'),

  'two requests at once': post() + post(),
  'three requests at once, the second closes': post() + post('Connection: close') + post(),
  'a good request and then garbage': `${post()}garbage\r\n\r\n`,
  'a good request and then a space': `${post()} `,
  garbage: 'garbage\r\n\r\n',
  'binary garbage': '\x01\x02\x03\x04\r\n\r\n',
  'an empty line alone': '\r\n\r\n',
  'a ClientHello within TLS': '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00',
  'key in lower case': post().replace(KEY, 'authorization: bearer k3y'),
  'x-forwarded-for given': post('X-Forwarded-For: 1.2.3.4'),
  'x-request-id given': post('X-Request-Id: abc'),
  'accept-encoding gzip': post('Accept-Encoding: gzip'),
  'content-encoding gzip': post('Content-Encoding: gzip'),
  'content-type with a bad grammar': post('Content-Type: ;;'),
  'cookies in two fields': post('Cookie: a=1', 'Cookie: b=2'),
  range: post('Range: bytes=0-1'),
};

export const HTTP_INPUTS: readonly HttpInput[] = Object.entries(REQUESTS).map(([name, text]) => ({
  name,
  bytes: Buffer.from(text, 'utf8'),
}));

/** ms without a byte after which a server is taken to have said all. */
const QUIET_MS = 2000;

/**
 * Sends an input over TLS.
 *
 * @returns the statuses of all answers, and whether the connection is `open` or `closed` afterwards
 */
export async function askHttp(port: number, ca: string, { bytes }: HttpInput): Promise<string> {
  const socket = tls.connect({
    port,
    host: '127.0.0.1',
    servername: 'www.contoso.com',
    ca,
    maxVersion: 'TLSv1.2',
  });
  let text = '';
  let open = true;
  let timer: NodeJS.Timeout | undefined;
  const said = new Promise<void>((resolve) => {
    const closed = (): void => {
      open = false;
      resolve();
    };
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(resolve, QUIET_MS);
    };
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      wait();
    });
    socket.once('end', closed).once('close', closed).on('error', closed);
    socket.once('secureConnect', wait);
  });
  await once(socket, 'secureConnect');
  socket.write(bytes);
  await said;
  clearTimeout(timer);
  socket.destroy();
  const statuses = [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => match[1]);
  return `${statuses.join(', ') || 'nothing'}, ${open ? 'open' : 'closed'}`;
}
