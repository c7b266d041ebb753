/** One request that is sent to the real server and to ours. */
export interface Step {
  /** Unique; a difference is explained under this name. */
  name: string;
  method: string;
  path: string;
  /** Default `application/json`. */
  accept?: string;
  /** Default `application/json` where there is a body. */
  contentType?: string;
  /** Text is sent as it is; a function is given the last object that an answer to `path` carried. */
  body?: unknown | ((last: (path: string) => Record<string, unknown>) => unknown);
  token?: 'none' | 'wrong';
}

/** What came back. */
export interface Answered {
  status: number;
  contentType: string;
  warnings: string[];
  /** JSON, a list of JSON values for a watch, or text. */
  body: unknown;
}

export const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
export const NS = '/api/v1/namespaces/azureml';
export const APPS = '/apis/apps/v1/namespaces/azureml';

/** Steps whose names all begin alike. */
export function steps(prefix: string, list: Step[]): Step[] {
  return list.map((step) => ({ ...step, name: `${prefix}: ${step.name}` }));
}

export function get(name: string, path: string, accept?: string): Step {
  return { name, method: 'GET', path, ...(accept === undefined ? {} : { accept }) };
}

export function post(name: string, path: string, body: unknown, contentType?: string): Step {
  return { name, method: 'POST', path, body, ...(contentType === undefined ? {} : { contentType }) };
}

export function put(name: string, path: string, body: unknown): Step {
  return { name, method: 'PUT', path, body };
}

export function del(name: string, path: string, body?: unknown): Step {
  return { name, method: 'DELETE', path, ...(body === undefined ? {} : { body }) };
}

const PATCHES = {
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
} as const;

export function patch(name: string, kind: keyof typeof PATCHES, path: string, body: unknown): Step {
  return { name, method: 'PATCH', path, body, contentType: PATCHES[kind] };
}

/** An object of `v1`. */
export function object(
  kind: string,
  name: string,
  rest: Record<string, unknown> = {},
  apiVersion = 'v1',
): Record<string, unknown> {
  return { apiVersion, kind, metadata: { name }, ...rest };
}
