import { defineErrors } from '../common/errors.ts';

/** Errors of a command line, beside those of what it starts. */
export const CLI_ERRORS = defineErrors({
  CLI_NO_HARNESS: {
    message: 'No harness answers at {url}.',
    remedy: 'Start one with "azureml-fe-mock start", or name the right address with --control-url.',
    status: 503,
    exit: 3,
  },
  CLI_NOT_A_HARNESS: {
    message:
      'What answers at {url} is not the control API of a harness: it sent status {status} in another form.',
    remedy: 'Name the address of the control API with --control-url; "azureml-fe-mock start" prints it.',
    status: 502,
    exit: 3,
  },
  TOOLS_CLOSED: {
    message: 'The harness has not opened the {part}.',
    remedy: 'Start it with "azureml-fe-mock start --real-tools".',
    status: 409,
    exit: 1,
  },
  NAMESPACES_MISSING: {
    message: '"shell" cannot make namespaces on this machine: {missing}.',
    remedy: 'Use "azureml-fe-mock start --real-tools" with "azureml-fe-mock env", which work everywhere.',
    status: 501,
    exit: 3,
  },
  CLI_NPM_KEPT_OPTION: {
    message: 'npm kept {options} for itself, so that the command did not receive it.',
    remedy: 'Put "--" before the options: {line}',
    status: 400,
    exit: 2,
  },
  FILE_NOT_READABLE: {
    message: 'The file {path} cannot be read ({cause}).',
    remedy: 'Check the path and its permissions.',
    status: 400,
    exit: 2,
  },
  EXTENSION_NO_REPORT: {
    message: 'There is no health report yet: the cluster checks the extension when it is created or updated.',
    remedy: 'Run "azureml-fe-mock k8s-extension update" or create.',
    status: 404,
    exit: 1,
  },
  AZ_SETTINGS_TWICE: {
    message: '{words} and {option} are both given, and az takes one of them only.',
    remedy: 'Move the settings of {words} into the file, or leave {option} out.',
    status: 400,
    exit: 2,
  },
  AZ_SETTINGS_FILE: {
    message: '{option} names {file}, which has {found}.',
    remedy: 'Write one JSON object into it, every value a text: "enableInference": "True".',
    status: 400,
    exit: 2,
  },
});

export const { fail } = CLI_ERRORS;
