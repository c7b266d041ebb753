import { type ErrorFields, MockError } from './errors.ts';

/** Why a worker could not do as it was asked, in a form that crosses to another process or thread. */
export interface WorkerFailure {
  failed: string;
  /** Where it is an error that a person can correct. */
  error?: ErrorFields;
}

export function toFailure(error: unknown): WorkerFailure {
  if (error instanceof MockError) {
    const { code, azureName, reason, message, remedy, status, exit } = error;
    return { failed: message, error: { code, azureName, reason, message, remedy, status, exit } };
  }
  return { failed: error instanceof Error ? error.message : String(error) };
}

/** The error as it was on the other side. */
export function fromFailure({ failed, error }: WorkerFailure): Error {
  return error === undefined ? new Error(failed) : new MockError(error);
}
