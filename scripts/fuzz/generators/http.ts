import { CANARY, type Generator, type Input } from '../input.ts';
import { mutate, split } from '../mutate.ts';
import type { Random } from '../random.ts';

const METHODS = ['POST', 'GET', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'post', 'PRI'];
const PATHS = [
  '/api/v1/endpoint/demo/score',
  '/',
  '*',
  '/api/v1/endpoint/%64emo/score',
  '/../..//',
  '/\u00e4',
];
const FIELDS = [
  'Host: www.contoso.com',
  'Host: other.contoso.com',
  'Content-Type: application/json',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked, identity',
  'Content-Length: 5',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  'Expect: 100-continue',
  'Connection: upgrade',
  'Upgrade: h2c',
  'azureml-model-deployment: blue',
  'azureml-model-deployment: green',
  'x-ms-client-request-id: a\tb',
  ' folded: line',
  'no colon',
  `x-long: ${'v'.repeat(5000)}`,
];

/** Requests as bytes: heads, framing (RFC 9112 section 6) and bodies, right and broken, cut into writes. */
export const http: Generator = {
  name: 'http',
  make(random): Input {
    const requests = Array.from({ length: random.int(1, 3) }, () => request(random));
    const stream = Buffer.concat(requests);
    return split(random.oneIn(2) ? mutate(stream, random) : stream, random, random.pick([1, 4, 20]));
  },
};

function request(random: Random): Buffer {
  const end = random.oneIn(20) ? '\n' : '\r\n';
  const version = random.pick(['HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'http/1.1', '']);
  const fields = Array.from({ length: random.int(0, 6) }, () => random.pick(FIELDS));
  const body = bodyOf(random);
  const head = [
    `${random.pick(METHODS)} ${random.pick(PATHS)} ${version}`,
    'Host: www.contoso.com',
    `Authorization: Bearer ${CANARY}`,
    ...fields,
    ...(random.oneIn(2) ? [`Content-Length: ${body.length}`] : ['Transfer-Encoding: chunked']),
  ];
  const framed = random.oneIn(2) ? body : chunked(body, random);
  return Buffer.concat([Buffer.from(`${head.join(end)}${end}${end}`, 'latin1'), framed]);
}

function bodyOf(random: Random): Buffer {
  const filling = random.oneIn(10) ? 'x'.repeat(random.int(0, 100_000)) : '';
  return Buffer.from(`{"data": ["${CANARY}", "${filling}"]}`);
}

function chunked(body: Buffer, random: Random): Buffer {
  const chunks = split(body, random, 4).map((piece) =>
    Buffer.concat([Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
  );
  return Buffer.concat([
    ...chunks,
    Buffer.from(random.pick(['0\r\n\r\n', '0\r\nx: y\r\n\r\n', '-1\r\n', 'ffffffffff\r\n'])),
  ]);
}
