import { SHARED_ROWS } from './shared-errors.ts';
import { fillTemplate } from './texts.ts';

/** Exit status of a command: the thing asked about is bad, the command line is wrong, the harness could not run. */
export type ExitStatus = 1 | 2 | 3;

/** One row of a room's error table. `{name}` in a text is filled in by `fail`. */
export interface ErrorRow {
  message: string;
  remedy: string;
  /** HTTP status of the control API. */
  status: number;
  exit: ExitStatus;
  /** The code that Microsoft documents for the condition (article "Troubleshoot the extension"). */
  azure?: { code: string; name: string };
}

type ErrorTable = Record<string, ErrorRow>;
type Shared = typeof SHARED_ROWS;

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

/** The values that the message and the remedy of a row name between braces. */
export type ErrorValues<Row extends ErrorRow> = {
  [K in Placeholder<Row['message'] | Row['remedy']>]: string | number;
};

/** A room's error table, with the function that makes its errors. */
export interface RoomErrors<Rows extends ErrorTable> {
  rows: Rows;
  /**
   * Makes the error of a row with the values that its texts name. The error is returned, not thrown, so that the
   * caller's `throw fail(…)` ends the flow where a reader sees it.
   */
  fail<R extends keyof (Rows & Shared) & string>(
    reason: R,
    values: ErrorValues<(Rows & Shared)[R]>,
    cause?: unknown,
  ): MockError;
}

/** The reasons of a room's table. */
export type ReasonOf<Errors extends { rows: object }> = Errors extends { rows: infer Rows }
  ? keyof Rows & string
  : never;

/**
 * Defines the errors of a room, by reason. A reason is never renamed and never reused. `docs/errors.md` is generated
 * from the tables of all rooms.
 */
export function defineErrors<const Rows extends ErrorTable>(rows: Rows): RoomErrors<Rows> {
  const table: ErrorTable = { ...SHARED_ROWS, ...rows };
  return {
    rows,
    fail: (reason, values, cause) => {
      const row = table[reason];
      if (row === undefined) throw new Error(`The error table has no row "${reason}".`);
      const { message, remedy, status, exit, azure } = row;
      return new MockError(
        {
          reason,
          message: fillTemplate(message, values),
          remedy: fillTemplate(remedy, values),
          status,
          exit,
          code: azure?.code ?? reason,
          azureName: azure?.name ?? null,
        },
        cause,
      );
    },
  };
}

/** Everything about an error that its readers need, as plain data that can cross to another process. */
export interface ErrorFields {
  /** What to search for: the documented Azure code (`E40007`) where there is one, otherwise the reason. */
  code: string;
  /** Azure's name of `code` (`INVALID_SSL_SETTING`), or null where the code is our own. */
  azureName: string | null;
  /** The name in docs/errors.md, stable. */
  reason: string;
  /** What is wrong with which value, one sentence. */
  message: string;
  /** What to do about it. */
  remedy: string;
  /** HTTP status of the control API. */
  status: number;
  /** Exit status of the command. */
  exit: ExitStatus;
}

/** An error that a person can correct: what is wrong with which value, and what to do. Made by a room's `fail`. */
export class MockError extends Error implements ErrorFields {
  readonly code: string;
  readonly azureName: string | null;
  readonly reason: string;
  readonly remedy: string;
  readonly status: number;
  readonly exit: ExitStatus;

  constructor(fields: ErrorFields, cause?: unknown) {
    super(fields.message, cause === undefined ? {} : { cause });
    this.name = 'MockError';
    this.code = fields.code;
    this.azureName = fields.azureName;
    this.reason = fields.reason;
    this.remedy = fields.remedy;
    this.status = fields.status;
    this.exit = fields.exit;
  }
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
  exit: ExitStatus;
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
    exit: error.exit,
  };
}

/** The error that a problem document stands for; null where a document is none of `toProblem`. */
export function fromProblem(document: unknown): MockError | null {
  if (!isProblem(document)) return null;
  const { code, reason, title, detail, remedy, status, exit } = document;
  const azureName = code === reason ? null : title;
  return new MockError({ code, azureName, reason, message: detail, remedy, status, exit });
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const texts = ['title', 'detail', 'code', 'reason', 'remedy'];
  return (
    texts.every((name) => typeof fields.get(name) === 'string') &&
    typeof fields.get('status') === 'number' &&
    [1, 2, 3].includes(Number(fields.get('exit')))
  );
}

/** The lines that a command prints on stderr for an error: code and sentence, then the hint. */
export function describeError(error: MockError): string {
  const head = error.azureName === null ? error.code : `${error.code} ${error.azureName} (${error.reason})`;
  return `${head}: ${error.message}\n  hint: ${error.remedy}`;
}

/** Errors that several rooms can meet, and those of `common/` itself. */
export const SHARED_ERRORS = defineErrors(SHARED_ROWS);

export const { fail } = SHARED_ERRORS;
