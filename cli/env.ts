import { type Command, Option } from 'commander';
import { DEFAULT_CONTROL_URL } from './control-url.ts';
import type { EnvFlags } from './env-run.ts';
import { withExample } from './options.ts';

/** `env`: what to set so that real tools reach a running harness. */
export function addEnvCommand(program: Command): void {
  withExample(
    program
      .command('env')
      .description(
        'print what to set so that az, kubectl, the SDKs, curl and certbot reach a running harness',
      )
      .addOption(
        new Option('--shell <shell>', 'the shell that evaluates it')
          .choices(['sh', 'powershell'])
          .default('sh'),
      )
      .option('--az', 'only what Azure tools need; fails where their API is closed')
      .option('--kubectl', 'only what Kubernetes tools need; fails where their API is closed')
      .option('--control-url <url>', 'control API of the harness', DEFAULT_CONTROL_URL)
      .option('--json', 'as JSON'),
    'eval "$(azureml-fe-mock env)"',
    'azureml-fe-mock env --shell powershell | Out-String | Invoke-Expression',
  ).action(async (flags: EnvFlags) => (await import('./env-run.ts')).printEnvironment(flags));
}
