#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { describeError, MockError } from '../common/errors.ts';
import { addCertsCommand } from './certs.ts';
import { addDnsCommand } from './dns.ts';
import { addEnvCommand } from './env.ts';
import { addGatewayCommand } from './gateway.ts';
import { addHealthCommand } from './health.ts';
import { addK8sExtensionCommand } from './k8s-extension.ts';
import { addModelCommand } from './model.ts';
import { explainKeptOptions } from './npm-options.ts';
import { addScenariosCommand } from './scenarios.ts';
import { addShellCommand } from './shell.ts';
import { addStartCommand } from './start.ts';
import { addVerifyCommand, addVerifyWorldCommand } from './verify.ts';
import { packageVersion } from './version.ts';

const program = new Command('azureml-fe-mock')
  .description('The Azure Machine Learning Kubernetes router, azureml-fe, on a laptop.')
  .version(packageVersion())
  .showHelpAfterError('(--help shows the options and an example)')
  .enablePositionalOptions()
  .exitOverride();

addStartCommand(program);
addGatewayCommand(program);
addDnsCommand(program);
addModelCommand(program);
addScenariosCommand(program);
addCertsCommand(program);
addK8sExtensionCommand(program);
addVerifyCommand(program);
addEnvCommand(program);
addShellCommand(program);
addHealthCommand(program);
addVerifyWorldCommand(program);

/** Exit statuses of the contract: 0 good, 1 the thing asked about is bad, 2 the command line is wrong, 3 could not run. */
try {
  const kept = explainKeptOptions(program, process.argv.slice(2), process.env);
  if (kept !== null) throw kept;
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof MockError) {
    process.stderr.write(`${describeError(error)}\n`);
    return error.exit;
  }
  const defect = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `This is a defect of azureml-fe-mock: ${defect.message}\n  hint: report it; AZUREML_FE_MOCK_DEBUG=1 shows where it happened.\n`,
  );
  if (process.env.AZUREML_FE_MOCK_DEBUG === '1') process.stderr.write(`${defect.stack}\n`);
  return 3;
}
