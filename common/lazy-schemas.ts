/**
 * Checks of JSON by schema. The one validator of the house is ajv: fastify's errors are made of what it reports, and the
 * published JSON Schemas (the report, the catalogue) are checked with it as their readers would. TypeBox only writes
 * schemas with their types; its own validator would be a second one. Only this file knows ajv.
 */
import { createRequire } from 'node:module';
import type { Ajv, ValidateFunction } from 'ajv';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';

type Factories = NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>;
/** fastify declares it with the types of its own compiler package; what it calls is `compileLazily`. */
type ValidatorFactory = NonNullable<Factories['buildValidator']>;

const require = createRequire(import.meta.url);

/**
 * For fastify's `schemaController`: a route's schema is compiled when its first request comes. Loading ajv and
 * compiling everything beforehand would take a fifth of the time until a harness is ready, and most harnesses are never
 * asked for most routes.
 */
export const lazySchemas = {
  compilersFactory: {
    buildValidator: (() => compileLazily) as unknown as ValidatorFactory,
    // Answers are plain objects of ours; their schemas describe them for /openapi.json and are held by a test.
    buildSerializer: () => () => JSON.stringify,
  },
} satisfies FastifyServerOptions['schemaController'];

/** A check of one schema. The function has ajv's `errors` after a value that is not valid. */
export function validatorOf<T>(schema: object): ValidateFunction<T> {
  return newAjv().compile<T>(schema);
}

/** What fastify sets by itself: query strings and parameters are texts, and unknown members are dropped. */
const FASTIFY_OPTIONS = {
  coerceTypes: 'array',
  useDefaults: true,
  removeAdditional: true,
  allErrors: false,
} as const;

const ajvOfRoutes = once(() => newAjv(FASTIFY_OPTIONS));

const compileLazily: FastifySchemaCompiler<object> = ({ schema }) => {
  const validate = once(() => ajvOfRoutes().compile(schema));
  return (data) => validate()(data) === true || { error: validate().errors ?? [] };
};

function newAjv(options: ConstructorParameters<typeof Ajv>[0] = {}): Ajv {
  const { Ajv: Loaded }: typeof import('ajv') = require('ajv');
  return new Loaded(options);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
