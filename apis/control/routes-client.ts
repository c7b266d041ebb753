import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { ClientAnswer, textAnswer, VerdictSchema } from './answers.ts';
import type { ClientControl } from './targets.ts';

const OutcomeBody = Type.Object(
  {
    succeeded: Type.Optional(
      Type.Boolean({
        description: 'whether the client itself reported a success; if left out, whether an answer was one',
      }),
    ),
  },
  { additionalProperties: false },
);

/** What a test suite in another process needs: what to give its client, and what the judge says of it. */
export function addClientRoutes(app: FastifyInstance, client: ClientControl): void {
  app.get(
    '/client',
    {
      schema: {
        summary: 'What a client is given in the scenario in force',
        response: { 200: ClientAnswer },
      },
    },
    () => client.settings(),
  );
  app.post<{ Body: Static<typeof OutcomeBody> | null }>(
    '/verdict',
    {
      schema: {
        summary: 'Judge what was seen of the client since the last switch of scenario',
        body: Type.Union([OutcomeBody, Type.Null()]),
        response: { 200: VerdictSchema },
      },
    },
    (request) => client.verdict(request.body?.succeeded),
  );
  app.get(
    '/timeline',
    {
      schema: {
        summary: 'What was seen since the last switch of scenario, for a person',
        response: textAnswer('text/plain; charset=utf-8', 'A line for each event'),
      },
    },
    async (_request, reply) => reply.type('text/plain; charset=utf-8').send(await client.timeline()),
  );
}
