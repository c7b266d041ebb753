import t from 'tap';
import type { Diagnosis } from '../../verify/diagnosis/mistakes.ts';
import { junitReport } from '../../verify/report/junit.ts';
import { needs, run } from '../support/tools.ts';
import { DIAGNOSIS, KEY, report, skipped } from './sample-report.ts';

/** Reads the document with an XML parser that others made, and tells what a CI server reads of it. */
const READER = `
import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.buffer.read())
cases = [{
  'name': case.get('name'), 'class': case.get('classname'), 'time': case.get('time'),
  'outcome': [(part.tag, part.get('type'), part.get('message')) for part in case
              if part.tag in ('failure', 'error', 'skipped')],
  'text': ''.join(part.text or '' for part in case if part.tag in ('failure', 'error')),
  'err': case.findtext('system-err'), 'out': case.findtext('system-out'),
} for case in root.iter('testcase')]
suites = [dict(suite.attrib) for suite in root.iter('testsuite')]
print(json.dumps({'root': dict(root.attrib), 'suites': suites, 'cases': cases}))
`;

async function read(xml: string) {
  const { code, stdout, stderr } = await run('python3', ['-c', READER], xml);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

const skip = needs('python3');

t.test('a CI server reads a suite a group and a case a scenario', { skip }, async (t) => {
  const { root, suites, cases } = await read(junitReport(report()));
  t.match(root, { tests: '5', failures: '1', errors: '1', skipped: '1', time: '0.800' });
  t.match(suites, [
    { name: 'validity', tests: '2', failures: '0', errors: '1', skipped: '0' },
    { name: 'trust', tests: '2', failures: '1', errors: '0', skipped: '0' },
    { name: 'dns', tests: '1', failures: '0', errors: '0', skipped: '1' },
  ]);
  const [pass, inconclusive, failed, advised, notRun] = cases;
  t.match(pass, { name: 'expired', class: 'verify.validity', time: '0.200', outcome: [] });
  t.match(inconclusive.outcome, [['error', 'never-connected', /did nothing that could be seen/]]);
  t.match(failed.outcome, [['failure', 'leaked-key', /sent its bearer key/]]);
  t.match(failed.text, /A root <unknown> to all/);
  t.match(advised.outcome, []);
  t.match(notRun.outcome, [['skipped', null, skipped.reason]]);
});

t.test('what a client prints cannot break the document', { skip }, async (t) => {
  const { cases } = await read(junitReport(report()));
  t.equal(
    cases[2].err,
    `<script>alert("&'")</script> ]]> red \uFFFD\uFFFD | a\`b\`\`c | k3y-… (sha256 096de53e)\n\ttail`,
  );
});

t.test('line ends in an attribute survive', { skip }, async (t) => {
  const [, , failed] = report().results;
  const results = [{ ...failed, verdict: 'fail', reason: 'a\nb\t"c" & <d>\uD800' } as const];
  const { cases } = await read(junitReport(report({ results: results as never })));
  t.match(cases[0].outcome[0][2], 'a\nb\t"c" & <d>\uFFFD');
});

t.test('the timeline is the output of its case', { skip }, async (t) => {
  const { cases } = await read(junitReport(report()));
  t.match(cases[0].out, /→ alert fatal certificate_expired \(45\)/);
});

t.test('a known failure is skipped with what it is', { skip }, async (t) => {
  const { root, cases } = await read(junitReport(report({ known: ['untrusted-root'] })));
  t.match(root, { failures: '0', errors: '1', skipped: '2' });
  t.match(cases[2].outcome, [['skipped', null, /^known failure: leaked-key: /]]);
});

t.test('the bearer key that the client printed is not in it', async (t) => {
  t.notMatch(junitReport(report()), KEY);
});

t.test('the diagnosis is the first suite, a case a mistake', { skip }, async (t) => {
  const inUrl: Diagnosis = { ...DIAGNOSIS, mistake: 'key-in-url', scenarios: ['expired'] };
  const diagnosis = [DIAGNOSIS, inUrl];
  const { root, suites, cases } = await read(junitReport(report({ diagnosis })));
  t.match(root, { tests: '7', failures: '2', errors: '1', skipped: '1' });
  t.match(suites[0], { name: 'diagnosis', tests: '2', failures: '1', errors: '0', skipped: '0' });
  t.match(cases[0], { name: 'any-ca-accepted', class: 'verify.diagnosis' });
  t.match(cases[0].outcome, [['failure', 'any-ca-accepted', /Look for <b>checkServerTrusted/]]);
  t.match(cases[1], { name: 'key-in-url', outcome: [], out: /Proved by: expired/ }, 'advice fails nothing');
});

t.test('a mistake that is known is skipped', { skip }, async (t) => {
  const { root, cases } = await read(
    junitReport(report({ diagnosis: [DIAGNOSIS], known: ['untrusted-root'] })),
  );
  t.match(root, { failures: '0', skipped: '3' });
  t.match(cases[0].outcome, [['skipped', null, /^known failure: /]]);
});
