import type { TestAnswer, TestRequest } from './send-request.ts';

/** Headers of the HTTP server below, which is gunicorn there and Node here, and not of the inference server. */
const OF_THE_CONNECTION = ['connection', 'date', 'keep-alive', 'server'];

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What both answers have to have in common: everything, but for what differs between two answers of one server. */
export function essence({ method, path }: TestRequest, { status, headers, body }: TestAnswer) {
  const isSwagger = path.startsWith('/swagger.json') && status === 200 && method !== 'OPTIONS';
  const isError = headers['content-type'] === 'application/json' && status >= 400;
  const kept = Object.entries(headers)
    // The sentences of errors and documents are our own, and so is their length.
    .filter(
      ([name]) => !OF_THE_CONNECTION.includes(name) && !(name === 'content-length' && (isError || isSwagger)),
    )
    .map(([name, value]) => [name, mask(name, String(value))] as const)
    .sort(([a], [b]) => a.localeCompare(b));
  return { status, headers: Object.fromEntries(kept), body: isError || isSwagger ? shape(body) : body };
}

function mask(name: string, value: string): string {
  if (name === 'x-ms-run-fn-exec-ms' && /^\d+\.\d{3}$/.test(value)) return '(milliseconds)';
  if (name.endsWith('-id') && UUID.test(value)) return '(UUID)';
  return name === 'allow' ? value.split(', ').sort().join(', ') : value;
}

/** A JSON document without the sentences and schemas in it, which are each server's own. */
function shape(body: string): unknown {
  if (body === '') return '';
  return JSON.parse(body, (key, value: unknown) => {
    if (key === 'description' || key === 'message') return typeof value;
    return key === 'ServiceInput' || key === 'ServiceOutput' ? typeof value : value;
  });
}
