import type { Command } from 'commander';
import { withExample } from './options.ts';
import { addStartOptions } from './start-options.ts';

/** The ports of a production cluster and of the tools, which are free in namespaces of one's own. */
const PORTS = { httpsPort: 443, httpPort: 80, dnsPort: 53, kubernetesPort: 6443, azurePort: 9443 } as const;

/** `shell`: a shell or one command in namespaces where everything is as in production. */
export function addShellCommand(program: Command): void {
  const command = addStartOptions(program.command('shell'))
    .argument('[command...]', 'a command with its arguments; a shell where left out')
    .passThroughOptions()
    .description(
      'a shell (Linux) in which the resolver is the mock, the router is on 443 and 80, the CA is trusted, and az and kubectl are set',
    );
  for (const [name, value] of Object.entries(PORTS))
    command.options.find((option) => option.attributeName() === name)?.default(value);
  for (const [name, value] of Object.entries({ ...PORTS, logLevel: 'error' }))
    command.setOptionValueWithSource(name, value, 'default');
  withExample(
    command,
    'azureml-fe-mock shell',
    'azureml-fe-mock shell --empty -- sh ./article.sh',
    'azureml-fe-mock shell -- nslookup www.contoso.com',
  );
  command.action(async (words: string[], flags) => {
    process.exitCode = await (await import('./shell-run.ts')).runShell(words, flags);
  });
}
