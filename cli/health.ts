import type { Command } from 'commander';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import { withExample } from './options.ts';

/** `health`: is a harness up? Made for container health checks. */
export function addHealthCommand(program: Command): void {
  const command = program
    .command('health')
    .description('ask a running harness whether it is up')
    .option('--control-url <url>', 'its control API', DEFAULT_CONTROL_URL)
    .option('--json', 'print its answer');
  withExample(command, 'azureml-fe-mock health --control-url http://127.0.0.1:8055');
  command.action(async (options: { controlUrl: string; json?: boolean }) => {
    const { callControl } = await import('./control-client.ts');
    const health = await callControl(options.controlUrl, 'GET', '/health');
    process.stdout.write(
      options.json === true ? `${JSON.stringify(health)}\n` : `${options.controlUrl} is up.\n`,
    );
  });
}
