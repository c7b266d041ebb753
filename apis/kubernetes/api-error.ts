import type { Json, JsonObject } from './json.ts';
import type { Kind } from './kinds.ts';

/** One cause in `details.causes` of a Status. */
export interface Cause extends JsonObject {
  reason: string;
  message: string;
  field: string;
}

/** An error that a client is sent as `Status`, worded as the Kubernetes API server words it. */
export class ApiError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: JsonObject | undefined;

  constructor(code: number, reason: string, message: string, details?: JsonObject) {
    super(message);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The body of the answer (`Status` of `meta.k8s.io/v1`). */
  toStatus(): JsonObject {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }
}

/** `secrets`, or `deployments.apps` outside the core group. */
function resourceName(kind: Kind): string {
  return kind.group === '' ? kind.resource : `${kind.resource}.${kind.group}`;
}

function detailsOf(kind: Kind, name: string, more: JsonObject = {}): JsonObject {
  return {
    ...(name === '' ? {} : { name }),
    ...(kind.group === '' ? {} : { group: kind.group }),
    kind: kind.resource,
    ...more,
  };
}

export function notFound(kind: Kind, name: string): ApiError {
  return new ApiError(404, 'NotFound', `${resourceName(kind)} "${name}" not found`, detailsOf(kind, name));
}

export function noSuchPath(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', {});
}

export function alreadyExists(kind: Kind, name: string): ApiError {
  return new ApiError(
    409,
    'AlreadyExists',
    `${resourceName(kind)} "${name}" already exists`,
    detailsOf(kind, name),
  );
}

export function conflict(kind: Kind, name: string, why: string): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ${why}`,
    detailsOf(kind, name),
  );
}

/** A failed precondition, which names the kind and not the resource. */
export function preconditionFailed(kind: Kind, name: string, why: string): ApiError {
  return new ApiError(409, 'Conflict', `Operation cannot be fulfilled on ${kind.kind} "${name}": ${why}`, {
    name,
    kind: kind.kind,
  });
}

export function forbidden(kind: Kind, name: string, why: string, causes: Cause[] = []): ApiError {
  const subject = name === '' ? resourceName(kind) : `${resourceName(kind)} "${name}"`;
  return new ApiError(
    403,
    'Forbidden',
    `${subject} is forbidden: ${why}`,
    detailsOf(kind, name, causes.length === 0 ? {} : { causes: causes as Json[] }),
  );
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

/** One or more fields are wrong: 422 with a cause for each. */
export function invalid(kind: { group: string; kind: string }, name: string, causes: Cause[]): ApiError {
  const lines = causes.map(({ field, message }) => `${field}: ${message}`);
  const what = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`;
  return new ApiError(
    422,
    'Invalid',
    `${what} "${name}" is invalid: ${lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`}`,
    {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      ...(kind.kind === '' ? {} : { kind: kind.kind }),
      causes: causes as Json[],
    },
  );
}

export function invalidValue(field: string, value: Json, why: string): Cause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value)}: ${why}`,
    field,
  };
}

export function requiredValue(field: string, why = ''): Cause {
  return {
    reason: 'FieldValueRequired',
    message: why === '' ? 'Required value' : `Required value: ${why}`,
    field,
  };
}

export function unsupportedValue(field: string, value: string, supported: readonly string[]): Cause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${supported.map((one) => JSON.stringify(one)).join(', ')}`,
    field,
  };
}

/** What this API leaves out: 501 with words. */
export function notImplemented(what: string, remedy: string): ApiError {
  return new ApiError(501, 'NotImplemented', `azureml-fe-mock does not implement ${what}. ${remedy}`);
}

/** A watch that starts before the history does. */
export function expired(asked: number, oldest: number): ApiError {
  return new ApiError(410, 'Expired', `too old resource version: ${asked} (${oldest})`);
}
