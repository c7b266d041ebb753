import type { ScoringScript } from './script.ts';

/** The swagger versions that are served, as the query names them, and what each document calls itself. */
const VERSIONS: Record<string, string> = {
  '2': '2.0',
  '2.0': '2.0',
  '3': '3.0.3',
  '3.0': '3.0.3',
  '3.1': '3.1.0',
};

/** What the query may ask for, in the words of an error message. */
export const SWAGGER_VERSIONS = '2, 3, 3.1';

/** The real server's own names, from its `SERVICE_NAME` and `SERVICE_VERSION` when they are not set. */
const INFO = { title: 'ML service', version: '1.0', description: 'The model behind this endpoint.' };

const NO_SCHEMA = { type: 'object', example: {} };

const ERROR_SCHEMA = { type: 'object', properties: { message: { type: 'string' } } };

const BEARER = {
  type: 'apiKey',
  name: 'Authorization',
  in: 'header',
  description: 'The endpoint\'s key or token: "Bearer <key>".',
};

const WORDS = {
  health: 'Reports whether the server accepts requests.',
  healthy: 'It does, and says "Healthy".',
  score: 'Scores the input with the model.',
  input: 'What the scoring script takes.',
  scored: 'What the scoring script returned.',
  swagger: 'This document.',
  failed: 'What went wrong.',
};

/**
 * The document of `/swagger.json`: Swagger 2.0, OpenAPI 3.0 or 3.1, with the operations, names and layout of the real
 * server's.
 *
 * @param version as the query names it: 2, 2.0, 3, 3.0 or 3.1
 * @returns null for a version that is not served
 */
export function describeService(script: ScoringScript, version: string): object | null {
  const served = Object.hasOwn(VERSIONS, version) ? VERSIONS[version] : undefined;
  if (served === undefined) return null;
  const input = script.inputSchema ?? NO_SCHEMA;
  const output = ('outputSchema' in script ? script.outputSchema : undefined) ?? NO_SCHEMA;
  const schemas = { ServiceInput: input, ServiceOutput: output, ErrorResponse: ERROR_SCHEMA };
  return served === '2.0' ? swagger2(schemas) : openApi3(served, schemas);
}

const VERSION_PARAMETER = { name: 'version', in: 'query', required: false };
const VERSION_SCHEMA = { type: 'integer', enum: [2, 3] };

function swagger2(definitions: object): object {
  const ref = (name: string): object => ({ $ref: `#/definitions/${name}` });
  const failed = { description: WORDS.failed, schema: ref('ErrorResponse') };
  return {
    swagger: '2.0',
    info: INFO,
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    securityDefinitions: { Bearer: BEARER },
    paths: {
      '/': {
        get: {
          operationId: 'ServiceHealthCheck',
          description: WORDS.health,
          responses: {
            200: {
              description: WORDS.healthy,
              schema: { type: 'string' },
              examples: { 'application/json': 'Healthy' },
            },
            default: failed,
          },
        },
      },
      '/score': {
        post: {
          operationId: 'RunMLService',
          description: WORDS.score,
          security: [{ Bearer: [] }],
          parameters: [
            {
              name: 'serviceInputPayload',
              in: 'body',
              description: WORDS.input,
              schema: ref('ServiceInput'),
            },
          ],
          responses: {
            200: { description: WORDS.scored, schema: ref('ServiceOutput') },
            default: failed,
          },
        },
      },
      '/swagger.json': {
        get: {
          operationId: 'GetSwaggerSpec',
          description: WORDS.swagger,
          parameters: [{ ...VERSION_PARAMETER, ...VERSION_SCHEMA }],
          responses: { 200: { description: WORDS.swagger, schema: { type: 'string' } }, default: failed },
        },
      },
    },
    definitions,
  };
}

function openApi3(openapi: string, schemas: object): object {
  const content = (type: string, schema: object): object => ({ [type]: { schema } });
  const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
  const failed = {
    description: WORDS.failed,
    content: content('application/json', ref('ErrorResponse')),
  };
  return {
    openapi,
    info: INFO,
    security: [{ Bearer: [] }],
    paths: {
      '/': {
        get: {
          operationId: 'ServiceHealthCheck',
          description: WORDS.health,
          responses: {
            200: {
              description: WORDS.healthy,
              content: content('text/plain', { type: 'string', example: 'Healthy' }),
            },
            default: failed,
          },
        },
      },
      '/score': {
        post: {
          operationId: 'RunMLService',
          description: WORDS.score,
          security: [{ Bearer: [] }],
          requestBody: {
            description: WORDS.input,
            content: content('application/json', ref('ServiceInput')),
          },
          responses: {
            200: { description: WORDS.scored, content: content('application/json', ref('ServiceOutput')) },
            default: failed,
          },
        },
      },
      '/swagger.json': {
        get: {
          operationId: 'GetSwaggerSpec',
          description: WORDS.swagger,
          parameters: [{ ...VERSION_PARAMETER, schema: VERSION_SCHEMA }],
          responses: {
            200: { description: WORDS.swagger, content: content('text/plain', { type: 'string' }) },
            default: failed,
          },
        },
      },
    },
    components: { schemas, securitySchemes: { Bearer: BEARER } },
  };
}
