import { createRequire } from 'node:module';
import type { BuildCompilerFromPool, ValidatorFactory } from '@fastify/ajv-compiler';
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify';

const require = createRequire(import.meta.url);

/**
 * For fastify's `schemaController`: a route's schema is compiled when its first request comes. Loading ajv and
 * compiling everything beforehand would take a fifth of the time until a harness is ready, and most harnesses are never
 * asked for most routes.
 */
export const lazySchemas = {
  compilersFactory: {
    buildValidator: lazily as ValidatorFactory,
    // JSON.stringify is for every answer without a schema of its own, and none has one.
    buildSerializer: () => () => JSON.stringify,
  },
} satisfies FastifyServerOptions['schemaController'];

function lazily(...given: Parameters<BuildCompilerFromPool>): FastifySchemaCompiler<unknown> {
  const compile = once(() => {
    const { AjvCompiler }: typeof import('@fastify/ajv-compiler') = require('@fastify/ajv-compiler');
    return AjvCompiler()(...given);
  });
  return (route) => {
    const validate = once(() => compile()(route));
    return (data) => validate()(data) === true || { error: validate().errors ?? [] };
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
