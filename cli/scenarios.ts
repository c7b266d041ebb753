import type { Command } from 'commander';
import { whole, withExample } from './options.ts';
import { addScenarioControl } from './scenario-control.ts';

interface RunFlags {
  json?: boolean;
  jobs?: number;
  group?: string[];
}

/** `scenarios list` and `scenarios run`, and the switch of a running harness. */
export function addScenariosCommand(program: Command): void {
  const scenarios = program.command('scenarios').description('the catalogue of what goes wrong');

  const list = scenarios
    .command('list')
    .description('show the catalogue')
    .option('--json', 'as JSON (schema: docs/schemas/scenarios.json)');
  withExample(list, "azureml-fe-mock scenarios list --json | jq -r '.[].name'");
  list.action(async ({ json }: { json?: boolean }) => {
    const [{ catalogue }, { listTable }] = await Promise.all([
      import('../scenarios/catalogue.ts'),
      import('./scenario-tables.ts'),
    ]);
    const all = catalogue.list();
    process.stdout.write(json === true ? `${JSON.stringify(all, null, 2)}\n` : `${listTable(all)}\n`);
  });

  const run = scenarios
    .command('run')
    .argument('[name...]', 'scenarios or aliases; all of them where left out')
    .description('take the built-in reference client through scenarios')
    .option('--group <name...>', 'only these groups')
    .option('--jobs <n>', 'how many at a time; default: twice the cores', whole(1, 256))
    .option('--json', 'results as JSON');
  withExample(
    run,
    'azureml-fe-mock scenarios run',
    'azureml-fe-mock scenarios run expired fqdn-mismatch --json',
  );
  run.action(async (names: string[], flags: RunFlags) => {
    process.exitCode = await runScenarios(names, flags);
  });

  addScenarioControl(scenarios);
}

async function runScenarios(names: string[], flags: RunFlags): Promise<number> {
  const [{ chooseScenarios }, { runAll }, { resultTable }, { openAuthority }, { createProgress }] =
    await Promise.all([
      import('../scenarios/choose.ts'),
      import('../scenarios/run-all.ts'),
      import('./scenario-tables.ts'),
      import('../pki/authority.ts'),
      import('./progress.ts'),
    ]);
  const chosen = chooseScenarios(names, flags.group ?? []);
  const authority = await openAuthority({ stateDir: null });
  const progress = createProgress(chosen.length);
  const results = await runAll(chosen, {
    authority,
    ...(flags.jobs === undefined ? {} : { jobs: flags.jobs }),
    onResult: (result) => progress.step(result.scenario, result.ok),
  });
  progress.end();
  const failed = results.filter((result) => !result.ok).length;
  const summary = { passed: results.length - failed, failed };
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ results, summary }, null, 2)}\n`
      : `${resultTable(results)}\n${summary.passed} as described, ${summary.failed} not\n`,
  );
  return failed === 0 ? 0 : 1;
}
