import { ERRORS, type ErrorReason } from './error-table.ts';

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
type Text<R extends ErrorReason> = (typeof ERRORS)[R]['message'] | (typeof ERRORS)[R]['remedy'];

/** The values that the message and the remedy of a reason name between braces. */
export type ErrorValues<R extends ErrorReason> = { [K in Placeholder<Text<R>>]: string | number };

interface TableRow {
  message: string;
  remedy: string;
  status: number;
  exit: number;
  azure?: { code: string; name: string };
}

function fill(template: string, values: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/**
 * An error that a person can mend: what is wrong with which value, and what to do about it. Made by `fail`.
 *
 * `code` is the documented Azure code where there is one (`E40007`) and the table's own reason otherwise; `reason`
 * is always the table's. `status` is the HTTP status of the control API, `exit` the exit status of the command.
 */
export class MockError extends Error {
  /** What to search for: `E40007`, or the reason itself. */
  readonly code: string;
  /** Azure's name of `code` (`INVALID_SSL_SETTING`), or null where the code is our own. */
  readonly azureName: string | null;
  /** The name in docs/errors.md, stable. */
  readonly reason: ErrorReason;
  /** What to do about it. */
  readonly remedy: string;
  /** HTTP status of the control API. */
  readonly status: number;
  /** Exit status of the command. */
  readonly exit: number;

  constructor(reason: ErrorReason, message: string, remedy: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'MockError';
    const row: TableRow = ERRORS[reason];
    this.code = row.azure?.code ?? reason;
    this.azureName = row.azure?.name ?? null;
    this.reason = reason;
    this.remedy = remedy;
    this.status = row.status;
    this.exit = row.exit;
  }
}

/**
 * Makes the error of the table's `reason` with the values its texts name. It is returned, not thrown, so that the
 * caller's `throw fail(…)` ends the flow where a reader sees it.
 */
export function fail<R extends ErrorReason>(reason: R, values: ErrorValues<R>, cause?: unknown): MockError {
  const row: TableRow = ERRORS[reason];
  return new MockError(reason, fill(row.message, values), fill(row.remedy, values), cause);
}

/** The JSON form of an error for the control API (RFC 9457, `application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  reason: string;
  remedy: string;
}

/** Turns an error into the problem document that the control API answers with (RFC 9457 section 3). */
export function toProblem(error: MockError): Problem {
  return {
    type: `urn:azureml-fe-mock:error:${error.reason}`,
    title: error.azureName ?? error.reason,
    status: error.status,
    detail: error.message,
    code: error.code,
    reason: error.reason,
    remedy: error.remedy,
  };
}

/** The lines that a command prints on stderr for an error: code and sentence, then the hint. */
export function describeError(error: MockError): string {
  const head = error.azureName === null ? error.code : `${error.code} ${error.azureName} (${error.reason})`;
  return `${head}: ${error.message}\n  hint: ${error.remedy}`;
}
