import { MockError } from '../../common/errors.ts';

/** What stands below the message of an error. */
export interface ErrorDetail {
  code: string;
  message: string;
}

/** An error in the shape that Azure Resource Manager has: `{error: {code, message}}`. */
export class AzureError extends Error {
  readonly status: number;
  readonly code: string;
  /** The mock's own reason, which docs/errors.md explains, and what to do about it; null where there is none. */
  readonly detail: ErrorDetail | null;

  constructor(status: number, code: string, message: string, detail: ErrorDetail | null = null) {
    super(message);
    this.name = 'AzureError';
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

/** The body of an error answer. */
export interface AzureErrorBody {
  error: { code: string; message: string; details?: ErrorDetail[] };
}

/** @returns the body; az prints the details as well */
export function toErrorBody({ code, message, detail }: AzureError): AzureErrorBody {
  return { error: { code, message, ...(detail === null ? {} : { details: [detail] }) } };
}

/** ARM's answer for a resource that is not there. */
export function notFound(id: string): AzureError {
  return new AzureError(404, 'ResourceNotFound', `The Resource '${id}' was not found.`);
}

/** A body or query that cannot be read. */
export function badRequest(message: string): AzureError {
  return new AzureError(400, 'BadRequest', message);
}

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  404: 'ResourceNotFound',
  409: 'Conflict',
  413: 'RequestEntityTooLarge',
};

/** A refusal of the mock in Azure's shape: Azure's code for the status, the mock's sentence, reason and remedy. */
export function fromMockError(error: MockError): AzureError {
  const status = error.status === 422 ? 400 : error.status;
  const code = CODE_OF_STATUS[status] ?? (status >= 500 ? 'InternalServerError' : 'BadRequest');
  const named = error.azureName === null ? '' : `${error.code} ${error.azureName}: `;
  return new AzureError(status, code, `${named}${error.message}`, {
    code: error.reason,
    message: error.remedy,
  });
}

/** Any refusal in Azure's shape; what is neither a refusal of the mock nor of this room is thrown on. */
export function toAzureError(error: unknown): AzureError {
  if (error instanceof AzureError) return error;
  if (error instanceof MockError) return fromMockError(error);
  throw error;
}
