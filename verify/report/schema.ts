import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { ObservedSchema } from '../../common/observed-schema.ts';
import { MISTAKES, type Mistake } from '../diagnosis/mistakes.ts';
import { FINDINGS, type VerifyReport } from '../verdict.ts';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const count = (description: string) => Type.Integer({ minimum: 0, description });
const oneOf = <const T extends string>(words: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: [...words], description });

const TimelineEntrySchema = Type.Object({
  ms: Type.Number({ description: 'From the start of the client; negative before it.' }),
  who: oneOf(['client', 'dns', 'router', 'process'], 'Who said or did it.'),
  what: Type.String({
    description: 'A stable word for programs: dns-query, client-hello, alert, request, …',
  }),
  text: Type.String(),
});

const DiagnosisSchema = Type.Object({
  mistake: oneOf(Object.keys(MISTAKES) as Mistake[], 'Its name, stable for ever.'),
  certain: Type.Boolean({ description: 'Whether the pattern leaves no other explanation.' }),
  title: Type.String(),
  scenarios: Type.Array(Type.String(), { description: 'The scenarios that prove it.' }),
  runtime: Nullable(
    Type.String({ description: 'The runtime that the client looks like: curl, python-requests, …' }),
  ),
  change: Type.String({ description: 'What to change, for a person.' }),
});

const ScenarioReportSchema = Type.Object({
  scenario: Type.String({ description: 'Its name in the catalogue, stable for ever.' }),
  title: Type.String(),
  group: Type.String(),
  importance: Type.String({ description: 'critical, high, medium or low.' }),
  expectation: Type.String({ description: 'What a right client does: accept, reject or advise.' }),
  lesson: Type.String(),
  verdict: oneOf(['pass', 'fail', 'advisory', 'inconclusive', 'skipped'], 'What the client was found to be.'),
  finding: Nullable(oneOf(FINDINGS, 'What there is to say against it; null where there is nothing.')),
  reason: Type.String({ description: 'What the client did, as the predicate of a sentence.' }),
  left: Type.String({ description: 'What of a request left the client, and where it arrived.' }),
  evidence: Type.Array(Type.String(), { description: 'What was seen, a line each. Times are UTC.' }),
  startedAt: Nullable(Type.String({ description: 'ISO 8601; null where the client was not run.' })),
  exitCode: Nullable(
    Type.Integer({ description: 'Null where a signal ended the client, or it was not run.' }),
  ),
  durationMs: Type.Number({ minimum: 0 }),
  stderrTail: Type.String({
    description: 'The beginning and the end of what it printed on stderr, without its bearer key.',
  }),
  observed: ObservedSchema,
  timeline: Type.Array(TimelineEntrySchema, { description: 'Who said what, in order.' }),
});

/** The JSON Schema of the report that `verify --report json=FILE` writes. Later versions only add to it. */
export const VerifyReportSchema = Type.Object(
  {
    client: Type.Array(Type.String(), {
      description: 'The command as it was typed, placeholders not filled in.',
    }),
    via: Type.String({ description: 'How the client got into its worlds: netns, proxy, direct or docker.' }),
    viaReason: Type.String(),
    tool: Type.Object({ name: Type.String(), version: Type.String() }),
    startedAt: Type.String({ description: 'ISO 8601.' }),
    durationMs: Type.Number({ minimum: 0 }),
    baseline: Nullable(
      Type.Object(
        { seen: Type.String(), remedies: Type.Array(Type.String()) },
        { description: 'Why the client cannot score where nothing is wrong; null where it can.' },
      ),
    ),
    diagnosis: Type.Array(DiagnosisSchema, {
      description: 'The mistakes that the verdicts support, the most dangerous first.',
    }),
    results: Type.Array(ScenarioReportSchema),
    summary: Type.Object({
      passed: count('Scenarios in which the client did what a right one does.'),
      failed: count('Scenarios in which it did not.'),
      advisory: count('Scenarios in which something is to be said, but nothing is held against it.'),
      inconclusive: count('Scenarios in which it did too little to be judged.'),
      skipped: count('Scenarios that were not run.'),
    }),
    known: Type.Array(Type.String(), { description: 'Scenarios whose failure --baseline accepts.' }),
  },
  {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Report of azureml-fe-mock verify',
  },
);

/** Fails to compile where the schema and the types that the code works with differ. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
true satisfies Same<Static<typeof VerifyReportSchema>, VerifyReport>;

/** The text of `docs/schemas/verify-report.json`. */
export function reportSchemaText(): string {
  return `${JSON.stringify(VerifyReportSchema, null, 2)}\n`;
}
