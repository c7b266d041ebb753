import type { Schema } from './schema-type.ts';
import { SCHEMAS } from './schemas.ts';

const PREFIX = '#/components/schemas/';

/** A schema with its references followed, and the name of the component that it came from ('' for an inline one). */
export interface Resolved {
  name: string;
  schema: Schema;
}

/** Follows `$ref` and the single `allOf` in which Kubernetes wraps references that have a default. */
export function resolve(schema: Schema | undefined): Resolved | null {
  if (schema === undefined) return null;
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference === undefined) return { name: '', schema };
  const name = reference.slice(PREFIX.length);
  const found = SCHEMAS[name];
  if (found === undefined) return null;
  // Merge keys and list types stand beside the reference, the structure behind it.
  return { name, schema: { ...found, ...beside(schema) } };
}

/** The component of that name, or null. */
export function component(name: string | null): Resolved | null {
  const schema = name === null ? undefined : SCHEMAS[name];
  return name === null || schema === undefined ? null : { name, schema };
}

/** The schema of a key of an object. */
export function child(parent: Resolved | null, key: string): Resolved | null {
  const properties = parent?.schema.properties;
  if (properties !== undefined && Object.hasOwn(properties, key)) return resolve(properties[key]);
  return resolve(parent?.schema.additionalProperties);
}

/** The schema of the items of a list. */
export function itemOf(parent: Resolved | null): Resolved | null {
  return resolve(parent?.schema.items);
}

function beside(schema: Schema): Schema {
  const { $ref: _, allOf: __, default: ___, ...rest } = schema;
  return rest;
}
