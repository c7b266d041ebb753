import { stripVTControlCharacters } from 'node:util';
import { formatTimeline } from '../timeline.ts';
import type { ScenarioReport, VerifyReport } from '../verdict.ts';
import { type Element, writeXml } from './xml.ts';

/**
 * The report in the JUnit form that CI servers read: a suite a group, a test case a scenario. A failed scenario is a
 * `failure`, an inconclusive one an `error`; a known failure and a scenario that was not run are `skipped`, with the
 * reason. Advice is in the case's output.
 */
export function junitReport(report: VerifyReport): string {
  const groups = Map.groupBy(report.results, ({ group }) => group);
  const suites = Array.from(groups, ([group, results]) => suite(group, results, report));
  return writeXml({
    name: 'testsuites',
    attributes: { name: 'azureml-fe-mock verify', ...totals(report.results, report) },
    children: suites,
  });
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
