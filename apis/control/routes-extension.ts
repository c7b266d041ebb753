import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { ExtensionControl } from '../../extension/extension-control.ts';
import { ExtensionAnswer, ExtensionChangeAnswer, NO_CONTENT } from './answers.ts';

const Bag = Type.Record(Type.String(), Type.String());
const ChangeBody = Type.Object(
  {
    config: Type.Optional(Bag),
    configProtected: Type.Optional(Bag),
    scope: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    folder: Type.Optional(Type.String({ description: 'where relative paths of PEM files start' })),
  },
  { additionalProperties: false },
);
type Change = Static<typeof ChangeBody>;

/** The extension's settings: what the `k8s-extension` commands act on. */
export function addExtensionRoutes(app: FastifyInstance, extension: ExtensionControl): void {
  app.get(
    '/extension',
    { schema: { summary: 'The extension as it is installed', response: { 200: ExtensionAnswer } } },
    () => extension.show(),
  );
  app.post<{ Body: Change }>(
    '/extension',
    {
      schema: {
        summary: 'Create it, by the rules of "create"',
        body: ChangeBody,
        response: { 201: ExtensionChangeAnswer },
      },
    },
    async (request, reply) => reply.code(201).send(await extension.create(request.body)),
  );
  app.put<{ Body: Change | null }>(
    '/extension',
    {
      schema: {
        summary: 'Update it, by the rules of "update"; {} takes a renewed secret into service',
        body: Type.Union([ChangeBody, Type.Null()]),
        response: { 200: ExtensionChangeAnswer },
      },
    },
    (request) => extension.update(request.body ?? {}),
  );
  app.delete(
    '/extension',
    { schema: { summary: 'Delete it', response: NO_CONTENT } },
    async (_request, reply) => {
      await extension.remove();
      return reply.code(204).send();
    },
  );
}
