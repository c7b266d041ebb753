import { type Static, Type } from '@sinclair/typebox';
import type { FastifyInstance } from 'fastify';
import { ScenarioAnswer, ScenariosAnswer } from './answers.ts';
import type { ScenarioControl } from './targets.ts';

const UseBody = Type.Object(
  { name: Type.String({ minLength: 1, description: 'a scenario name or alias' }) },
  { additionalProperties: false },
);

/** The catalogue, and the switch that turns the running world into one of its scenarios. */
export function addScenarioRoutes(app: FastifyInstance, scenarios: ScenarioControl): void {
  const show = () => ({ scenario: scenarios.current() });

  app.get('/scenarios', { schema: { summary: 'The catalogue', response: { 200: ScenariosAnswer } } }, () =>
    scenarios.list(),
  );
  app.get(
    '/scenario',
    { schema: { summary: 'The scenario in force; null for none', response: { 200: ScenarioAnswer } } },
    show,
  );
  app.put<{ Body: Static<typeof UseBody> }>(
    '/scenario',
    { schema: { summary: 'Switch to a scenario', body: UseBody, response: { 200: ScenarioAnswer } } },
    async (request) => {
      await scenarios.use(request.body.name);
      return show();
    },
  );
  app.delete(
    '/scenario',
    { schema: { summary: 'Back to the world it was started with', response: { 200: ScenarioAnswer } } },
    async () => {
      await scenarios.reset();
      return show();
    },
  );
}
