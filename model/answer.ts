import { jsonText } from './json-text.ts';

/** An answer of the server, before it is put on the wire. */
export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  body: Buffer;
}

const RUN_FAILED = 'x-ms-run-function-failed';

/** Python writes its truth values with a capital, and clients of the real server compare with that. */
function pythonBoolean(value: boolean): string {
  return value ? 'True' : 'False';
}

function jsonAnswer(status: number, value: unknown, runFailed: boolean): Answer {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      [RUN_FAILED, pythonBoolean(runFailed)],
    ],
    body: Buffer.from(jsonText(value)),
  };
}

/** An error as the server reports it: JSON with a `message`. `runFailed` says that the script is to blame. */
export function errorAnswer(status: number, message: string, runFailed = false): Answer {
  return jsonAnswer(status, { message }, runFailed);
}

/** The answer to OPTIONS of `/score`: nothing, with the content type that Flask gives to it. */
export function emptyAnswer(): Answer {
  return {
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      [RUN_FAILED, 'False'],
    ],
    body: Buffer.alloc(0),
  };
}

/** A document of the server's own, such as the swagger. */
export function documentAnswer(document: object): Answer {
  return jsonAnswer(200, document, false);
}

/**
 * The answer to what `run` returned.
 *
 * @param elapsedMs how long `run` took; reported with three decimals
 * @throws TypeError where the output has no form in JSON, or the body of a `Response` cannot be read
 */
export async function scoredAnswer(output: unknown, elapsedMs: number): Promise<Answer> {
  const answer = isResponse(output) ? await responseAnswer(output) : jsonAnswer(200, output ?? {}, false);
  answer.headers.push(['x-ms-run-fn-exec-ms', elapsedMs.toFixed(3)]);
  return answer;
}

/** Not `instanceof`: naming the global would load all of fetch for every model, and it misses undici's own class. */
function isResponse(output: unknown): output is Response {
  return Object.prototype.toString.call(output) === '[object Response]';
}

/** Headers that frame the message. They are the sender's to set, not the script's. */
const FRAMING = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', RUN_FAILED]);

async function responseAnswer(response: Response): Promise<Answer> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Answer['headers'] = [...response.headers].filter(([name]) => !FRAMING.has(name));
  const said = response.headers.get(RUN_FAILED) ?? 'False';
  headers.push([RUN_FAILED, response.status >= 500 ? 'True' : said]);
  return { status: response.status, headers, body };
}
