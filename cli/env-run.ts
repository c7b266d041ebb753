import { callControl } from './control-client.ts';
import { fail } from './errors.ts';
import { formatVariables, type OpenApis, type ShellName, toolVariables } from './tool-variables.ts';

export interface EnvFlags {
  shell: ShellName;
  az?: boolean;
  kubectl?: boolean;
  controlUrl: string;
  json?: boolean;
}

/**
 * `env`
 *
 * @throws MockError TOOLS_CLOSED where the harness has not opened what is asked for, CLI_NO_HARNESS
 */
export async function printEnvironment(flags: EnvFlags): Promise<void> {
  const { tools } = (await callControl(flags.controlUrl, 'GET', '/health')) as { tools?: OpenApis | null };
  if (tools === null || tools === undefined) throw fail('TOOLS_CLOSED', { part: 'APIs for real tools' });
  const both = flags.az !== true && flags.kubectl !== true;
  if (flags.az === true && tools.azureUrl === null)
    throw fail('TOOLS_CLOSED', { part: 'API of Azure Resource Manager' });
  if (flags.kubectl === true && tools.kubeconfig === null)
    throw fail('TOOLS_CLOSED', { part: 'Kubernetes API' });
  const variables = toolVariables(tools, {
    az: both || flags.az === true,
    kubectl: both || flags.kubectl === true,
  });
  process.stdout.write(
    flags.json === true ? `${JSON.stringify(variables)}\n` : formatVariables(variables, flags.shell),
  );
}
