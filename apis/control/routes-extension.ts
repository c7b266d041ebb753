import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import type { ExtensionControl } from '../../extension/extension-control.ts';

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
  app.get('/extension', { schema: { summary: 'The extension as it is installed' } }, () => extension.show());
  app.post<{ Body: Change }>(
    '/extension',
    { schema: { summary: 'Create it, by the rules of "create"', body: ChangeBody } },
    async (request, reply) => reply.code(201).send(await extension.create(request.body)),
  );
  app.put<{ Body: Change | null }>(
    '/extension',
    {
      schema: {
        summary: 'Update it, by the rules of "update"; {} takes a renewed secret into service',
        body: Type.Union([ChangeBody, Type.Null()]),
      },
    },
    (request) => extension.update(request.body ?? {}),
  );
  app.delete('/extension', { schema: { summary: 'Delete it' } }, async (_request, reply) => {
    await extension.remove();
    return reply.code(204).send();
  });
}
