import { MockError } from './errors.ts';

/** Why a worker could not do as it was told, in a form that crosses to another process or thread. */
export interface WorkerFailure {
  failed: string;
  /** Where it is an error that a person can mend. */
  mend?: { reason: MockError['reason']; remedy: string };
}

export function toFailure(error: unknown): WorkerFailure {
  if (error instanceof MockError) {
    return { failed: error.message, mend: { reason: error.reason, remedy: error.remedy } };
  }
  return { failed: error instanceof Error ? error.message : String(error) };
}

/** The error as it was on the other side. */
export function fromFailure({ failed, mend }: WorkerFailure): Error {
  return mend === undefined ? new Error(failed) : new MockError(mend.reason, failed, mend.remedy);
}
