import type { Command } from 'commander';
import { describeScenario, type ScenarioSummary } from '../common/scenario-summary.ts';
import { wrapText } from '../common/wrap-text.ts';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import { withExample } from './options.ts';
import { columnsOf } from './terminal-width.ts';

interface ControlFlags {
  controlUrl: string;
  json?: boolean;
}

/** `scenarios use`, `reset` and `current`: the switch of a running harness. */
export function addScenarioControl(scenarios: Command): void {
  const switching = (words: string, description: string): Command =>
    scenarios
      .command(words)
      .description(description)
      .option('--control-url <url>', 'control API of the harness', DEFAULT_CONTROL_URL)
      .option('--json', 'as JSON');

  withExample(
    switching('use <name>', 'switch a running harness to a scenario'),
    'azureml-fe-mock scenarios use expired',
    'azureml-fe-mock scenarios use expired--slow-first-byte',
  ).action((name: string, flags: ControlFlags) => ask(flags, 'PUT', { name }));
  withExample(
    switching('reset', 'switch a running harness back to the world that it was started with'),
    'azureml-fe-mock scenarios reset',
  ).action((flags: ControlFlags) => ask(flags, 'DELETE'));
  withExample(
    switching('current', 'show the scenario that a running harness is in'),
    'azureml-fe-mock scenarios current --json',
  ).action((flags: ControlFlags) => ask(flags, 'GET'));
}

async function ask({ controlUrl, json }: ControlFlags, method: 'GET' | 'PUT' | 'DELETE', body?: object) {
  const { callControl } = await import('./control-client.ts');
  const answer = (await callControl(controlUrl, method, '/scenario', body)) as { scenario: string | null };
  const all = (await callControl(controlUrl, 'GET', '/scenarios')) as ScenarioSummary[];
  const text = json === true ? JSON.stringify(answer) : describeCurrent(answer.scenario, all);
  process.stdout.write(`${text}\n`);
}

function describeCurrent(name: string | null, all: readonly ScenarioSummary[]): string {
  const found = all.find((each) => each.name === name);
  const lines =
    found === undefined
      ? [`Scenario: ${name ?? 'none, the world is as it was started'}`]
      : [`Scenario: ${describeScenario(found)}`, found.lesson];
  return lines.flatMap((line) => wrapText(line, columnsOf(process.stdout))).join('\n');
}
