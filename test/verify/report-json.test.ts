import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Ajv } from 'ajv';
import t from 'tap';
import { MockError } from '../../common/errors.ts';
import { jsonReport, parseReport } from '../../verify/report/json.ts';
import { reportSchemaText } from '../../verify/report/schema.ts';
import { KEY, report } from './sample-report.ts';

const published = JSON.parse(
  await readFile(path.resolve(import.meta.dirname, '../../docs/schemas/verify-report.json'), 'utf8'),
);

t.test('the published schema is the one that the code goes by', async (t) => {
  t.strictSame(
    published,
    JSON.parse(reportSchemaText()),
    'write reportSchemaText() of verify/report/schema.ts to docs/schemas/verify-report.json',
  );
});

t.test('a report is valid by the published schema, for a validator that others made', async (t) => {
  const validate = new Ajv({ allErrors: true }).compile(published);
  t.ok(validate(JSON.parse(jsonReport(report()))), JSON.stringify(validate.errors, null, 1));
  const advice = { seen: 'Nothing of it arrived.', remedies: ['Does it use SCORING_URI?'] };
  t.ok(validate(JSON.parse(jsonReport(report({ baseline: advice, known: ['expired'] })))));
});

t.test('the schema refuses what is no report', async (t) => {
  const validate = new Ajv().compile(published);
  const good = JSON.parse(jsonReport(report()));
  t.notOk(validate({ ...good, summary: { ...good.summary, passed: -1 } }), 'a negative count');
  t.notOk(validate({ ...good, results: [{ ...good.results[0], verdict: 'maybe' }] }), 'an unknown verdict');
  const { client: _client, ...withoutClient } = good;
  t.notOk(validate(withoutClient), 'no client');
});

t.test('the report has the fields of the contract', async (t) => {
  const written = JSON.parse(jsonReport(report()));
  t.match(written, {
    client: ['python3', './clients/score|this.py', '--key', '{key}'],
    via: 'netns',
    summary: { passed: 1, failed: 1, advisory: 1, inconclusive: 1 },
  });
  t.match(written.results[0], {
    scenario: 'expired',
    group: 'validity',
    expectation: 'reject',
    verdict: 'pass',
    reason: 'closed the connection after the certificate, alert certificate_expired, and exited 60',
    exitCode: 60,
    durationMs: 200,
    observed: {
      queries: [{ name: 'www.contoso.com' }],
      connections: [{ sni: 'www.contoso.com' }],
      requests: [],
    },
  });
});

t.test('the bearer key that the client printed is not in it', async (t) => {
  const text = jsonReport(report());
  t.notMatch(text, KEY);
  t.match(text, /k3y-… \(sha256 [0-9a-f]{8}\)/);
});

t.test('a report that was written can be read again', async (t) => {
  t.strictSame(parseReport(jsonReport(report()), 'yesterday.json'), report());
});

for (const [what, text, problem] of [
  ['no JSON', '{"results": ', 'JSON'],
  ['another tool’s JSON', '{"results": []}', "required property 'client'"],
  ['a list', '[]', 'the whole'],
] as const) {
  t.test(`${what} in place of a report is refused by name, with the place`, async (t) => {
    try {
      parseReport(text, 'yesterday.json');
      t.fail('it was taken');
    } catch (error) {
      t.ok(error instanceof MockError);
      t.match(error, {
        code: 'VERIFY_BAD_REPORT',
        message: /^"yesterday\.json" is not a report of verify: /,
      });
      t.match((error as MockError).message, problem);
    }
  });
}
