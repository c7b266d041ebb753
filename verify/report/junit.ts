import { stripVTControlCharacters } from 'node:util';
import { type Standing, standingOf } from '../diagnosis/diagnose.ts';
import type { Diagnosis } from '../diagnosis/mistakes.ts';
import { formatTimeline } from '../timeline.ts';
import type { ScenarioReport, VerifyReport } from '../verdict.ts';
import { type Element, writeXml } from './xml.ts';

/**
 * The report in the JUnit form that CI servers read. The first suite is the diagnosis, a case a mistake; then come a suite
 * a group and a test case a scenario. A mistake that failed scenarios and a failed scenario are each a
 * `failure`, an inconclusive scenario an `error`; a known failure and a scenario that was not run are `skipped`, with the
 * reason. Advice is in the case's output.
 */
export function junitReport(report: VerifyReport): string {
  const groups = Map.groupBy(report.results, ({ group }) => group);
  const suites = Array.from(groups, ([group, results]) => suite(group, results, report));
  return writeXml({
    name: 'testsuites',
    attributes: { name: 'azureml-fe-mock verify', ...withDiagnosis(totals(report.results, report), report) },
    children: [...diagnosisSuite(report), ...suites],
  });
}

const OUTCOMES = { new: 'failure', known: 'skipped', advice: null } as const;

function withDiagnosis<T extends { tests: number; failures: number; skipped: number }>(
  counted: T,
  report: VerifyReport,
): T {
  const { tests, failures, skipped } = countMistakes(report);
  return {
    ...counted,
    tests: counted.tests + tests,
    failures: counted.failures + failures,
    skipped: counted.skipped + skipped,
  };
}

function countMistakes(report: VerifyReport) {
  const standings = report.diagnosis.map((each) => standingOf(each, report));
  const count = (wanted: Standing): number => standings.filter((standing) => standing === wanted).length;
  return { tests: standings.length, failures: count('new'), skipped: count('known') };
}

function diagnosisSuite(report: VerifyReport): Element[] {
  if (report.diagnosis.length === 0) return [];
  const attributes = { timestamp: report.startedAt, ...countMistakes(report), errors: 0, time: seconds(0) };
  return [
    {
      name: 'testsuite',
      attributes: { name: 'diagnosis', ...attributes },
      children: report.diagnosis.map((diagnosis) => mistakeCase(diagnosis, report)),
    },
  ];
}

function mistakeCase(diagnosis: Diagnosis, report: VerifyReport): Element {
  const { mistake, certain, title, scenarios, change } = diagnosis;
  const outcome = OUTCOMES[standingOf(diagnosis, report)];
  const message = `${title}${certain ? '' : ' (likely)'}. ${change}`;
  const text = `${message}\n\nProved by: ${scenarios.join(', ')}`;
  const children: Element[] =
    outcome === 'failure'
      ? [{ name: outcome, attributes: { message, type: mistake }, children: [text] }]
      : [
          ...(outcome === null
            ? []
            : [{ name: outcome, attributes: { message: `known failure: ${message}` } }]),
          ...output('system-out', text),
        ];
  const attributes = { classname: 'verify.diagnosis', name: mistake, time: seconds(0) };
  return { name: 'testcase', attributes, children };
}

function suite(group: string, results: readonly ScenarioReport[], report: VerifyReport): Element {
  const properties = [
    ['client', report.client.join(' ')],
    ['via', report.via],
    ['version', report.tool.version],
  ] as const;
  return {
    name: 'testsuite',
    attributes: { name: group, timestamp: report.startedAt, ...totals(results, report) },
    children: [
      {
        name: 'properties',
        children: properties.map(([name, value]) => ({ name: 'property', attributes: { name, value } })),
      },
      ...results.map((result) => testCase(result, report)),
    ],
  };
}

type Outcome = 'failure' | 'error' | 'skipped' | null;

function outcomeOf({ verdict, scenario }: ScenarioReport, { known }: VerifyReport): Outcome {
  if (verdict === 'skipped' || known.includes(scenario)) return 'skipped';
  if (verdict === 'fail') return 'failure';
  return verdict === 'inconclusive' ? 'error' : null;
}

function totals(results: readonly ScenarioReport[], report: VerifyReport) {
  const outcomes = results.map((result) => outcomeOf(result, report));
  const count = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    tests: results.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: seconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

function testCase(result: ScenarioReport, report: VerifyReport): Element {
  const { scenario, group, durationMs, timeline, stderrTail } = result;
  const outcome = outcomeOf(result, report);
  return {
    name: 'testcase',
    attributes: { classname: `verify.${group}`, name: scenario, time: seconds(durationMs) },
    children: [
      ...(outcome === null ? [] : [describeOutcome(outcome, result)]),
      ...output(
        'system-out',
        timeline.length === 0 ? '' : `${summaryOf(result)}\n\n${formatTimeline(timeline)}`,
      ),
      ...output('system-err', stderrTail),
    ],
  };
}

const summaryOf = ({ finding, reason }: ScenarioReport): string =>
  finding === null || finding === 'skipped' ? reason : `${finding}: ${reason}`;

function describeOutcome(outcome: NonNullable<Outcome>, result: ScenarioReport): Element {
  const { verdict, finding, title, lesson, evidence } = result;
  const known = outcome === 'skipped' && verdict !== 'skipped';
  const message = known ? `known failure: ${summaryOf(result)}` : summaryOf(result);
  if (outcome === 'skipped') return { name: outcome, attributes: { message } };
  const text = [title, '', ...evidence, '', lesson].join('\n');
  return { name: outcome, attributes: { message, type: finding ?? verdict }, children: [text] };
}

const output = (name: string, text: string): Element[] =>
  text.trim() === '' ? [] : [{ name, children: [stripVTControlCharacters(text)] }];
