import type { Logger } from '../common/logger.ts';
import { type Answer, emptyAnswer, errorAnswer, scoredAnswer } from './answer.ts';
import { type Input, isForm, readParameters, readText, type ScoreRequest, toWebRequest } from './input.ts';
import type { ScoringScript } from './script.ts';
import { describeThrown } from './thrown.ts';

/** How long the real server lets `run` work, its `SCORING_TIMEOUT_MS`. */
export const SCORING_TIMEOUT_MS = 3_600_000;

/** What a script's failure is answered with. */
export const SCRIPT_FAILED =
  'The scoring script raised an error. Its kind and place are in the log of the model server.';

/**
 * Scores one request: reads the input as the script wants it, calls `run`, and answers.
 *
 * @param timeoutMs how long `run` may take; a function that never gives up the thread cannot be stopped
 * @throws TypeError where the real server has an error of its own: an output without a form in JSON, and parameters
 *   that are not UTF-8
 */
export async function scoreRequest(
  script: ScoringScript,
  request: ScoreRequest,
  timeoutMs: number,
  log: Logger,
): Promise<Answer> {
  if (script.rawHttp !== true) {
    if (request.method === 'OPTIONS') return emptyAnswer();
    if (request.method === 'HEAD') return errorAnswer(405, 'HEAD is not a method of /score.');
  }
  const input: Input<() => unknown> = prepareRun(script, request);
  if ('refused' in input) return errorAnswer(input.refused.status, input.refused.message);
  if (script.rawHttp !== true && script.inputSchema === undefined && isForm(request.headers))
    log.warn(
      { contentType: request.headers['content-type'] },
      'The body came as a form, so run() gets an empty text, as on the real server. Send application/json.',
    );

  const start = performance.now();
  let output: unknown;
  try {
    output = await withinTime(input.value(), timeoutMs);
  } catch (thrown) {
    log.error(describeThrown(thrown), 'run() raised an error');
    return errorAnswer(500, SCRIPT_FAILED, true);
  }
  if (output === TIMED_OUT) {
    log.error({ timeoutMs }, 'run() took too long');
    return errorAnswer(500, `The scoring script took longer than ${timeoutMs} ms.`, true);
  }
  return scoredAnswer(output, performance.now() - start);
}

/** Narrows the script to its kind once, and leaves the call itself to the caller, which measures it. */
function prepareRun(script: ScoringScript, request: ScoreRequest): Input<() => unknown> {
  const { headers } = request;
  if (script.rawHttp) {
    const webRequest = toWebRequest(request);
    return { value: () => script.run(webRequest, headers) };
  }
  if (script.inputSchema) {
    const parameters = readParameters(request, script.inputSchema);
    return 'refused' in parameters ? parameters : { value: () => script.run(parameters.value, headers) };
  }
  const text = readText(request);
  return 'refused' in text ? text : { value: () => script.run(text.value, headers) };
}

const TIMED_OUT = Symbol('timed out');

/** Resolves with the output, or with `TIMED_OUT`; a value that is there already is not waited for. */
async function withinTime(output: unknown, timeoutMs: number): Promise<unknown> {
  if (typeof output !== 'object' || output === null || !('then' in output)) return output;
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise((resolve) => {
    // Not to keep the process up for a script that never ends, once the server has closed.
    timer = setTimeout(resolve, timeoutMs, TIMED_OUT).unref();
  });
  try {
    return await Promise.race([output, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
