import { isUtf8 } from 'node:buffer';
import { jsonText } from './json-text.ts';
import type { InputSchema, RequestHeaders } from './script.ts';

/** A request to `/score`, body and all. */
export interface ScoreRequest {
  method: string;
  /** Path and query as they came. */
  target: string;
  headers: RequestHeaders;
  body: Buffer;
}

/** What `run` is called with, or why it is not called. */
export type Input<T> = { value: T } | { refused: { status: 400 | 415; message: string } };

/** `type/subtype` of the body in lower case, without parameters; empty where none was given. */
export function mediaType(headers: RequestHeaders): string {
  const [type = ''] = (headers['content-type'] ?? '').split(';');
  return type.trim().toLowerCase();
}

/** A form is parsed before the script is asked, which leaves no text for `run`. */
const FORMS = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Whether the body is a form, which a script that takes text gets as an empty text. */
export function isForm(headers: RequestHeaders): boolean {
  return FORMS.includes(mediaType(headers));
}

/** The text for a script without decorators. A GET's query becomes the text of a JSON object. */
export function readText(request: ScoreRequest): Input<string> {
  if (request.method === 'GET') return { value: jsonText(readQuery(request.target)) };
  if (isForm(request.headers)) return { value: '' };
  if (!isUtf8(request.body)) return refuse(400, 'The body is not UTF-8.');
  return { value: request.body.toString('utf8') };
}

/**
 * The parameters for a script with an input schema. Members that the schema does not name are left out.
 *
 * @throws TypeError when the body is not UTF-8, which the real server does not expect either
 */
export function readParameters(request: ScoreRequest, schema: InputSchema): Input<Record<string, unknown>> {
  if (request.method === 'GET') return pickParameters(readQuery(request.target), schema);
  const type = mediaType(request.headers);
  const isJson = type === 'application/json' || /^application\/.*\+json$/.test(type);
  if (!isJson) return refuse(415, `The Content-Type is "${type}" and must be application/json.`);
  if (request.body.length === 0) return refuse(400, 'The body is empty and must be a JSON object.');
  if (!isUtf8(request.body)) throw new TypeError('The body is not UTF-8.');

  let body: unknown;
  try {
    body = JSON.parse(request.body.toString('utf8'));
  } catch {
    return refuse(400, 'The body is not JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return refuse(400, 'The body must be a JSON object.');
  return pickParameters(body as Record<string, unknown>, schema);
}

function pickParameters(body: Record<string, unknown>, schema: InputSchema): Input<Record<string, unknown>> {
  const parameters: [string, unknown][] = [];
  for (const [name, property] of Object.entries(schema.properties)) {
    if (Object.hasOwn(body, name)) parameters.push([name, body[name]]);
    else if (Object.hasOwn(property, 'default')) parameters.push([name, property.default]);
    else return refuse(400, `The parameter "${name}" has no value.`);
  }
  return { value: Object.fromEntries(parameters) };
}

/** The query as an object: each value as JSON where it is JSON, and a list where its name comes more than once. */
function readQuery(target: string): Record<string, unknown> {
  const start = target.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : target.slice(start));
  const names = [...new Set(query.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = query.getAll(name).map(readValue);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function refuse(status: 400 | 415, message: string): { refused: { status: 400 | 415; message: string } } {
  return { refused: { status, message } };
}

/** The request as the web platform has it, for a script that takes the request itself. */
export function toWebRequest(request: ScoreRequest): Request {
  const { method, target, headers, body } = request;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(target, `http://${headers.host ?? 'localhost'}`), {
    method,
    headers,
    ...(hasBody ? { body } : {}),
  });
}
