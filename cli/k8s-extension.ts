import type { Command } from 'commander';
import { withExample } from './options.ts';

const EXAMPLES = {
  create: [
    'azureml-fe-mock k8s-extension create --name azureml --extension-type Microsoft.AzureML.Kubernetes \\',
    '    --config enableInference=True inferenceRouterServiceType=LoadBalancer sslSecret=my-tls sslCname=www.contoso.com \\',
    '    --cluster-type managedClusters --cluster-name aks --resource-group rg --scope cluster',
  ],
  update: [
    'azureml-fe-mock k8s-extension update --name azureml --config sslSecret=my-tls sslCname=www.contoso.com \\',
    '    --cluster-type managedClusters --cluster-name aks --resource-group rg --yes',
  ],
  show: ['azureml-fe-mock k8s-extension show --name azureml --health-report'],
  delete: ['azureml-fe-mock k8s-extension delete --name azureml --yes'],
} as const;

const DESCRIPTIONS = {
  create: 'install the extension, by the rules of the real "create"',
  update: 'change its settings, or take a renewed secret into service',
  show: 'show it as it is installed',
  delete: 'remove it',
} as const;

/**
 * `k8s-extension create|update|show|delete`: the article's `az k8s-extension` lines with `az` replaced. Their options are
 * parsed as `az` parses them and not as commander would, so commander passes everything on.
 */
export function addK8sExtensionCommand(program: Command): void {
  const group = program.command('k8s-extension').description("the article's az k8s-extension lines");
  for (const name of ['create', 'update', 'show', 'delete'] as const) {
    const command = group
      .command(name)
      .description(DESCRIPTIONS[name])
      .usage('[options of az k8s-extension] [--dry-run …]')
      .argument('[words...]')
      .allowUnknownOption()
      .helpOption(false)
      .addHelpText('after', OWN_OPTIONS);
    withExample(command, ...EXAMPLES[name]);
    command.action(async () => {
      const words = process.argv.slice(process.argv.indexOf(name, process.argv.indexOf('k8s-extension')) + 1);
      if (words.includes('--help') || words.includes('-h')) {
        command.outputHelp();
        return;
      }
      process.exitCode = await (await import('./k8s-extension-run.ts')).runAzLine(name, words);
    });
  }
}

const OWN_OPTIONS = `
Options beside those of az:
  --control-url <url>    control API of the harness (default: "http://127.0.0.1:8055")
  --json                 as JSON
  --health-report        show: the report of the cluster's health check
  --dry-run              create, update: only decide
  --node-count <n>       dry run: nodes of the imagined cluster; left out, the CLI's probe failed
  --distribution <name>  dry run: its Kubernetes distribution
  --existing <file>      dry run of update: JSON of the current plain settings`;
