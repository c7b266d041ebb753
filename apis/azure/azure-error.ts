import { MockError } from '../../common/errors.ts';

/** An error in the shape that Azure Resource Manager has: `{error: {code, message}}`. */
export class AzureError extends Error {
  readonly status: number;
  readonly code: string;
  /** The mock's own reason, which docs/errors.md explains; null where there is none. */
  readonly reason: string | null;

  constructor(status: number, code: string, message: string, reason: string | null = null) {
    super(message);
    this.name = 'AzureError';
    this.status = status;
    this.code = code;
    this.reason = reason;
  }
}

/** The body of an error answer. */
export interface AzureErrorBody {
  error: { code: string; message: string; details?: { code: string; message: string }[] };
}

/** @returns the body; the mock's own reason stands in `details`, which az prints with `--debug` alone */
export function toErrorBody({ code, message, reason }: AzureError): AzureErrorBody {
  const details = reason === null ? {} : { details: [{ code: reason, message: 'The reason of the mock.' }] };
  return { error: { code, message, ...details } };
}

/** ARM's answer for a resource that is not there. */
export function notFound(id: string): AzureError {
  return new AzureError(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}

/** A body or query that cannot be read. */
export function badRequest(message: string, reason: string | null = null): AzureError {
  return new AzureError(400, 'BadRequest', message, reason);
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  404: 'ResourceNotFound',
  409: 'Conflict',
  413: 'RequestEntityTooLarge',
};

/** A refusal of the mock in Azure's shape: Azure's code for the status, the mock's sentence and remedy. */
export function fromMockError(error: MockError): AzureError {
  const status = error.status === 422 ? 400 : error.status;
  const code = CODE_OF_STATUS[status] ?? (status >= 500 ? 'InternalServerError' : 'BadRequest');
  const named = error.azureName === null ? '' : `${error.code} ${error.azureName}: `;
  return new AzureError(status, code, `${named}${error.message} ${error.remedy}`, error.reason);
}

/** Any refusal in Azure's shape; what is neither a refusal of the mock nor of this room is thrown on. */
export function toAzureError(error: unknown): AzureError {
  if (error instanceof AzureError) return error;
  if (error instanceof MockError) return fromMockError(error);
  throw error;
}
