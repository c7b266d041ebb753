import { request } from 'undici';
import { fromProblem } from '../common/errors.ts';
import { fail } from './errors.ts';

/**
 * Calls the control API of a running harness.
 *
 * @returns the parsed JSON of the answer, or null for one without a body
 * @throws MockError CLI_NO_HARNESS, CLI_NOT_A_HARNESS, or the harness's own error
 */
export async function callControl(
  controlUrl: string,
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<unknown> {
  const url = parseUrl(controlUrl);
  const answer = await request(new URL(path, url), {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch((error: unknown) => {
    throw fail('CLI_NO_HARNESS', { url: controlUrl }, error);
  });
  const text = await answer.body.text();
  const json = text === '' ? null : parseJson(text);
  const error = answer.statusCode < 400 ? null : fromProblem(json);
  if (error !== null) throw error;
  if (answer.statusCode >= 400 || json === undefined)
    throw fail('CLI_NOT_A_HARNESS', { url: controlUrl, status: answer.statusCode });
  return json;
}

/** Undefined where the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseUrl(value: string): URL {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) {
    throw fail('CLI_BAD_OPTION', {
      option: '--control-url',
      value,
      expected: 'a URL such as http://127.0.0.1:8055',
    });
  }
  return new URL(value);
}
