import type { TestRequest } from './send-request.ts';
import type { ScriptName } from './twin-scripts.ts';

/** A request whose answer the embedded server and the real one have to agree on. */
export interface ComparedRequest extends TestRequest {
  /** What is asked, as the name of the check. */
  title: string;
  /** Which of the twin scripts runs behind both servers. */
  script: ScriptName;
}

const json = { 'content-type': 'application/json' };
const rows = '{"data":[[1,2,3],[4]]}';
const fits = 'a'.repeat(100);
const tooLong = 'a'.repeat(101);

type Case = Omit<TestRequest, 'method' | 'path'>;
type Line = [title: string, method: string, path: string, rest?: Case];

const text: Line[] = [
  ['the health probe', 'GET', '/'],
  ['the head of the health probe', 'HEAD', '/'],
  ['the options of the health probe', 'OPTIONS', '/'],
  ['a POST to the health probe', 'POST', '/'],
  ['the health probe with a query', 'GET', '/?probe=1'],
  ['the health probe under two slashes', 'GET', '//'],

  ['an unknown path', 'GET', '/nothing'],
  ['an unknown path with ids', 'GET', '/nothing', { headers: { 'x-request-id': 'r', traceid: 't' } }],
  ['an unknown path with broken JSON', 'POST', '/nothing', { headers: json, body: '{' }],
  ['a path that cannot be decoded', 'GET', '/%zz'],
  ['the scoring path in capitals', 'POST', '/SCORE', { headers: json, body: rows }],
  ['the scoring path with a slash behind', 'POST', '/score/', { headers: json, body: rows }],
  ['the scoring path with two slashes before', 'POST', '//score', { headers: json, body: rows }],

  ['rows', 'POST', '/score', { headers: json, body: rows }],
  ['rows in chunks', 'POST', '/score', { headers: json, body: rows, chunked: true }],
  ['rows as plain text', 'POST', '/score', { headers: { 'content-type': 'text/plain' }, body: rows }],
  [
    'rows under a Content-Type that is none',
    'POST',
    '/score',
    { headers: { 'content-type': 'json' }, body: rows },
  ],
  ['rows without a Content-Type', 'POST', '/score', { body: rows }],
  [
    'rows as a form',
    'POST',
    '/score',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: rows },
  ],
  ['broken JSON', 'POST', '/score', { headers: json, body: '{"data":' }],
  ['an empty body', 'POST', '/score', { headers: json }],
  ['a body that is not UTF-8', 'POST', '/score', { headers: json, body: Buffer.from([0x22, 0xff, 0x22]) }],
  ['a query', 'GET', '/score?data=[[1,2,3]]'],
  ['a query with a name twice', 'GET', '/score?return=input&a=1&a=[2,%22x%22]&b=c+d&e='],
  ['no query', 'GET', '/score'],
  ['the options of scoring', 'OPTIONS', '/score'],
  ['the head of scoring', 'HEAD', '/score'],
  ['a PUT to scoring', 'PUT', '/score', { headers: json, body: rows }],
  ['a DELETE of scoring', 'DELETE', '/score'],
  ['a PATCH of scoring', 'PATCH', '/score', { headers: json, body: rows }],
  ['a method of WebDAV', 'PROPFIND', '/score'],

  ['a script that returns nothing', 'POST', '/score', { headers: json, body: '{"return":"nothing"}' }],
  ['a script that returns a text', 'POST', '/score', { headers: json, body: '{"return":"text"}' }],
  ['a script that returns no JSON', 'POST', '/score', { headers: json, body: '{"return":"no JSON"}' }],
  ['a script that raises', 'POST', '/score', { headers: json, body: '{"return":"error"}' }],
  ['a script that answers 418', 'POST', '/score', { headers: json, body: '{"return":418}' }],
  ['a script that answers 503', 'POST', '/score', { headers: json, body: '{"return":503}' }],

  ['a request id', 'POST', '/score', { headers: { ...json, 'x-request-id': 'r' }, body: rows }],
  ['a client request id', 'GET', '/', { headers: { 'x-ms-client-request-id': 'c' } }],
  ['the older client request id', 'GET', '/', { headers: { 'x-ms-request-id': 'm' } }],
  [
    'all three ids and a TraceId',
    'GET',
    '/',
    { headers: { 'x-request-id': 'r', 'x-ms-client-request-id': 'c', 'x-ms-request-id': 'm', TraceId: 't' } },
  ],
  ['an empty request id', 'GET', '/', { headers: { 'x-request-id': '' } }],
  ['two request ids', 'GET', '/', { headers: { 'x-request-id': ['a', 'b'] } }],
  ['a request id of 100 characters', 'GET', '/', { headers: { 'x-request-id': fits } }],
  ['a request id of 101 characters', 'GET', '/', { headers: { 'x-request-id': tooLong, TraceId: 't' } }],
  ['a client request id of 101 characters', 'GET', '/', { headers: { 'x-ms-client-request-id': tooLong } }],
  ['an older client request id of 101 characters', 'GET', '/', { headers: { 'x-ms-request-id': tooLong } }],
  [
    'a scoring with a request id of 101 characters',
    'POST',
    '/score',
    { headers: { ...json, 'x-request-id': tooLong }, body: rows },
  ],

  ['the swagger', 'GET', '/swagger.json'],
  ...['2', '2.0', '3', '3.0', '3.1', '1', 'x', ''].map(
    (version): Line => [`the swagger of version "${version}"`, 'GET', `/swagger.json?version=${version}`],
  ),
  ['the head of the swagger', 'HEAD', '/swagger.json'],
  ['the options of the swagger', 'OPTIONS', '/swagger.json'],
  ['a POST to the swagger', 'POST', '/swagger.json'],
];

const parameters: Line[] = [
  ['rows', 'POST', '/score', { headers: json, body: rows }],
  [
    'rows under another JSON type',
    'POST',
    '/score',
    { headers: { 'content-type': 'Application/X+JSON; a=b' }, body: rows },
  ],
  [
    'a parameter with a default, and one too many',
    'POST',
    '/score',
    { headers: json, body: '{"data":[],"unit":"cm","x":1}' },
  ],
  ['a missing parameter', 'POST', '/score', { headers: json, body: '{"unit":"cm"}' }],
  ['a parameter of the wrong type', 'POST', '/score', { headers: json, body: '{"data":5}' }],
  ['broken JSON', 'POST', '/score', { headers: json, body: '{"data":' }],
  ['an empty body', 'POST', '/score', { headers: json }],
  ['a body that is no object', 'POST', '/score', { headers: json, body: '[[1,2,3]]' }],
  ['a body that is not UTF-8', 'POST', '/score', { headers: json, body: Buffer.from([0x22, 0xff, 0x22]) }],
  ['rows as plain text', 'POST', '/score', { headers: { 'content-type': 'text/plain' }, body: rows }],
  ['rows without a Content-Type', 'POST', '/score', { body: rows }],
  ['a query', 'GET', '/score?data=[[1,2]]&unit=cm'],
  ['no query', 'GET', '/score'],
  ['the options of scoring', 'OPTIONS', '/score'],
  ['the swagger of version "2"', 'GET', '/swagger.json?version=2'],
  ['the swagger of version "3"', 'GET', '/swagger.json?version=3'],
];

const raw: Line[] = [
  ['bytes', 'POST', '/score', { headers: { 'content-type': 'image/png' }, body: Buffer.from([0xff, 0, 1]) }],
  [
    'a form',
    'POST',
    '/score',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
  ],
  ['a query', 'GET', '/score?a=b'],
  ['the options of scoring', 'OPTIONS', '/score'],
  ['the head of scoring', 'HEAD', '/score'],
  ['a PUT to scoring', 'PUT', '/score', { body: 'a' }],
];

/** Every path, method, header and body on which the two servers are held together. */
export const COMPARED_REQUESTS: ComparedRequest[] = Object.entries({ text, parameters, raw }).flatMap(
  ([script, lines]) =>
    lines.map(([title, method, path, rest]) => ({
      title,
      method,
      path,
      script: script as ScriptName,
      ...rest,
    })),
);
