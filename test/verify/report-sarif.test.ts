import type { Log } from 'sarif';
import t from 'tap';
import { sarifLog, sarifReport } from '../../verify/report/sarif.ts';
import { sarifSchema } from '../support/sarif-schema.ts';
import { DIAGNOSIS, KEY, report } from './sample-report.ts';

t.test('the log is valid by the official schema', async (t) => {
  const validate = await sarifSchema();
  t.ok(
    validate(JSON.parse(sarifReport(report({ known: ['untrusted-root'] })))),
    JSON.stringify(validate.errors),
  );
  const { runs: _runs, ...broken } = JSON.parse(sarifReport(report()));
  t.notOk(validate(broken), 'and the schema is able to refuse');
});

t.test('the scenarios are the rules, and their lessons the help', async (t) => {
  const log: Log = sarifLog(report());
  const { driver } = log.runs[0]?.tool ?? {};
  t.strictSame(
    driver?.rules?.map(({ id }) => id),
    ['expired', 'untrusted-root', 'not-yet-valid', 'revoked-by-crl', 'dns-silence'],
  );
  t.match(driver?.rules?.[0], {
    name: 'Expired',
    help: { text: 'Certificates expire.' },
    defaultConfiguration: { level: 'error' },
    properties: { 'security-severity': '9.1' },
  });
});

t.test('every result points at its rule, and its level goes by the importance', async (t) => {
  const [run] = sarifLog(report()).runs;
  t.match(
    run?.results.map(({ ruleId, ruleIndex, kind, level }) => [ruleId, ruleIndex, kind, level]),
    [
      ['expired', 0, 'pass', 'none'],
      ['untrusted-root', 1, 'fail', 'error'],
      ['not-yet-valid', 2, 'open', 'none'],
      ['revoked-by-crl', 3, 'informational', 'none'],
      ['dns-silence', 4, 'notApplicable', 'none'],
    ],
  );
  const [, leaking] = report().results;
  const levels = ['critical', 'high', 'medium', 'low'].map((importance) => {
    const results = [{ ...leaking, importance }] as never;
    return sarifLog(report({ results })).runs[0]?.results[0]?.level;
  });
  t.strictSame(levels, ['error', 'error', 'warning', 'note']);
});

for (const [client, uri] of [
  [['python3', './clients/score|this.py'], 'clients/score%7Cthis.py'],
  [['curl', '--cacert', '{ca}', '{uri}'], 'curl'],
  [['java', '-jar', '/opt/my client.jar'], 'file:///opt/my%20client.jar'],
  [['sh', '-c', 'python3 my.py'], 'my.py'],
  [['/bin/bash', '-ec', 'npm ci\nnode clients/score.mjs'], 'clients/score.mjs'],
  [['sh', '-ec', 'curl --cacert "$SCORING_CA_FILE" "$SCORING_URI"'], 'curl'],
  [['python3', '-c', 'import my.client'], 'python3'],
  [['curl', 'https://www.contoso.com/score.html'], 'curl'],
  [['node', '--import=tsx', 'client.ts'], 'client.ts'],
] as const) {
  t.test(`the place of a result of "${client.join(' ')}" is ${uri}`, async (t) => {
    const [result] = sarifLog(report({ client: [...client] })).runs[0]?.results ?? [];
    t.match(result?.locations, [{ physicalLocation: { artifactLocation: { uri } } }]);
  });
}

t.test('a known failure is suppressed, a new one is not', async (t) => {
  const [run] = sarifLog(report({ known: ['untrusted-root'] })).runs;
  const suppressed = run?.results.filter((result) => 'suppressions' in result).map(({ ruleId }) => ruleId);
  t.strictSame(suppressed, ['untrusted-root']);
});

t.test('the bearer key that the client printed is not in it', async (t) => {
  t.notMatch(sarifReport(report()), KEY);
});

t.test('a mistake has a rule and a result of its own, at the file of the client', async (t) => {
  const diagnosed = report({ diagnosis: [DIAGNOSIS] });
  const validate = await sarifSchema();
  t.ok(validate(JSON.parse(sarifReport(diagnosed))), JSON.stringify(validate.errors));
  const [run] = sarifLog(diagnosed).runs;
  const [first] = run?.results ?? [];
  t.match(first, { ruleId: 'diagnosis/any-ca-accepted', ruleIndex: 5, kind: 'fail', level: 'warning' });
  t.match(first?.locations, [{ physicalLocation: { artifactLocation: { uri: /score/ } } }]);
  t.match(run?.tool.driver.rules[5], { id: 'diagnosis/any-ca-accepted', help: { text: DIAGNOSIS.change } });
  t.equal(run?.results[1]?.ruleId, 'expired', 'the scenarios follow');
});

for (const [says, change, level, suppressed] of [
  ['a certain one is an error', { certain: true }, 'error', false],
  ['one whose scenarios are all known is suppressed', { known: ['untrusted-root'] }, 'warning', true],
  ['one in whose scenarios nothing failed is a note', { scenarios: ['expired'] }, 'note', false],
] as const) {
  t.test(`of mistakes: ${says}`, async (t) => {
    const { known = [], ...diagnosis } = { known: undefined, ...change };
    const log = sarifLog(report({ diagnosis: [{ ...DIAGNOSIS, ...diagnosis } as never], known: [...known] }));
    const [first] = log.runs[0]?.results ?? [];
    t.equal(first?.level, level);
    t.equal(first !== undefined && 'suppressions' in first, suppressed);
  });
}
