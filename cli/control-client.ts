import { request } from 'undici';
import type { Problem } from '../common/errors.ts';
import { fail, MockError } from '../common/errors.ts';

/**
 * Calls the control API of a running harness.
 *
 * @returns the parsed JSON of the answer, or null for one without a body
 * @throws MockError CLI_NO_HARNESS where none answers, or the harness's own error
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
  if (answer.statusCode < 400) return text === '' ? null : JSON.parse(text);
  throw errorFrom(controlUrl, text);
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

/** The harness's error as it would have been thrown here. */
function errorFrom(controlUrl: string, text: string): MockError {
  try {
    const problem: Problem = JSON.parse(text);
    return new MockError(problem.reason as MockError['reason'], problem.detail, problem.remedy);
  } catch (error) {
    return fail('CLI_NO_HARNESS', { url: controlUrl }, error);
  }
}
