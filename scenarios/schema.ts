import { Type } from '@sinclair/typebox';
import { GROUPS } from './scenario.ts';

const oneOf = (...values: readonly string[]) => Type.Union(values.map((value) => Type.Literal(value)));

/** What `scenarios list --json` and `GET /scenarios` answer with. */
export const ScenarioListSchema = Type.Array(
  Type.Object(
    {
      name: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', description: 'stable for ever' }),
      aliases: Type.Array(Type.String(), {
        description: "other names of the same case, badssl's where it has one",
      }),
      title: Type.String(),
      group: oneOf(...GROUPS),
      importance: oneOf('critical', 'high', 'medium', 'low'),
      expectation: oneOf('accept', 'reject', 'advise'),
      lesson: Type.String({ description: 'what happened in life, and where the article or an RFC says so' }),
      forClients: Type.Boolean({
        description: 'whether it says something about a client; false for settings and the reference client',
      }),
    },
    { additionalProperties: false },
  ),
  { $schema: 'http://json-schema.org/draft-07/schema#', title: 'The catalogue of azureml-fe-mock' },
);

/** The schema as the text of `docs/schemas/scenarios.json`. */
export function scenarioListSchemaText(): string {
  return `${JSON.stringify(ScenarioListSchema, null, 2)}\n`;
}
