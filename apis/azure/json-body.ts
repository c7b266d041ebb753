import { badRequest } from './azure-error.ts';

/** A JSON object of a body, whatever is in it. */
export type JsonObject = Record<string, unknown>;

/** A value as a JSON object; an empty one where it is left out or null. @throws AzureError 400 where it is something else */
export function objectOf(value: unknown, path: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw badRequest(`${path} must be an object.`);
  return { ...value };
}

/** A value as a string; null where it is left out or null. @throws AzureError 400 */
export function textOf(value: unknown, path: string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw badRequest(`${path} must be a string.`);
  return value;
}

/** A value as a list; an empty one where it is left out or null. @throws AzureError 400 */
export function listOf(value: unknown, path: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw badRequest(`${path} must be a list.`);
  return value;
}

/** A value as a whole number from `min`; null where it is left out or null. @throws AzureError 400 */
export function wholeOf(value: unknown, path: string, min: number): number | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min)
    throw badRequest(`${path} must be a whole number from ${min}.`);
  return value;
}
