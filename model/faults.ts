import { type Answer, emptyAnswer, errorAnswer, scoredAnswer } from './answer.ts';
import { SCRIPT_FAILED } from './scoring.ts';

/**
 * One thing that goes wrong in the model server. All of them strike `/score` and leave the health probe alone, but
 * for `unhealthy`, which is the other way round.
 */
export type ModelFault =
  /** The real answer, `delayMs` late. */
  | { fault: 'slow-answer'; delayMs: number }
  /** The head of the real answer at once, then `chunkBytes` of its body every `everyMs`. */
  | { fault: 'slow-body'; chunkBytes: number; everyMs: number }
  /** The request is read and nothing is ever answered. */
  | { fault: 'no-answer' }
  /** The process seems to die with the request in hand: the connection is closed, or reset, without an answer. */
  | { fault: 'crash'; how: 'close' | 'reset' }
  /** `run` raises: 500 with `x-ms-run-function-failed: True`. */
  | { fault: 'run-raises' }
  /** Bytes that are not HTTP. */
  | { fault: 'malformed' }
  /** Content-Length promises more than is sent before the connection is closed, or reset. */
  | { fault: 'cut-body'; how: 'close' | 'reset' }
  /** Chunked transfer coding without its last chunk (RFC 9112 section 7.1). */
  | { fault: 'cut-chunked' }
  /** The real answer under another Content-Type. */
  | { fault: 'wrong-content-type'; contentType: string }
  /** The script catches its own error and returns it: an error message under 200. */
  | { fault: 'error-with-200' }
  /** The next answers have these statuses, in turn; those after them are real. */
  | { fault: 'statuses'; statuses: number[] }
  /** `GET /` answers 503, so that probes call the deployment not ready. */
  | { fault: 'unhealthy' };

/** What a fault makes of one request: `answer` in place of the script's, or null where the script is run. */
export async function answerInstead(fault: ModelFault, nth: number): Promise<Answer | null> {
  switch (fault.fault) {
    case 'run-raises':
      return errorAnswer(500, SCRIPT_FAILED, true);
    case 'error-with-200':
      return scoredAnswer({ error: 'The model could not score this input.' }, 0);
    case 'statuses': {
      const status = fault.statuses[nth];
      return status === undefined
        ? null
        : errorAnswer(status, `The model server is set to answer ${status}.`, status >= 500);
    }
    case 'no-answer':
    case 'crash':
    case 'malformed':
      // Nothing of an answer is sent, so that there is nothing to score for.
      return emptyAnswer();
    case 'slow-answer':
    case 'slow-body':
    case 'cut-body':
    case 'cut-chunked':
    case 'wrong-content-type':
    case 'unhealthy':
      return null;
  }
}
