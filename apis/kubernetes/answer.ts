import type { JsonObject } from './json.ts';
import type { LogLine } from './targets.ts';
import type { Watch } from './watch.ts';

/** What a request is answered with. */
export type Answer =
  | {
      type: 'json';
      status: number;
      body: JsonObject;
      contentType?: string;
      warnings?: string[];
      yaml?: boolean;
    }
  | { type: 'text'; status: number; body: string; contentType?: string }
  | { type: 'bytes'; status: number; body: Buffer; contentType: string }
  | { type: 'watch'; watch: Watch /** ms; 0 has no end. */; timeoutMs: number }
  | { type: 'log'; text: string /** Lines that came after. */; more(): LogLine[]; query: URLSearchParams };

/** A request, without its transport. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: { accept: string | undefined; contentType: string | undefined; userAgent: string };
  body: Buffer;
  /** False without the token. */
  trusted: boolean;
}

/** A JSON answer. */
export function json(body: JsonObject, status = 200): Answer {
  return { type: 'json', status, body };
}
