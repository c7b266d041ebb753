import { CONTROL_ERRORS } from './control-errors.ts';
import { DNS_ERRORS } from './dns-errors.ts';
import { EXTENSION_ERRORS } from './extension-errors.ts';
import { PKI_ERRORS } from './pki-errors.ts';
import { ROUTING_ERRORS } from './routing-errors.ts';
import { SCORE_ERRORS } from './score-errors.ts';
import { SECRET_ERRORS } from './secret-errors.ts';
import { VERIFY_ERRORS } from './verify-errors.ts';

/**
 * Every error that a person can meet: reason, message template, remedy, HTTP status of the control API and exit
 * status of the command. `{name}` in a text is filled in by `fail`. A reason is never renamed and never reused;
 * `docs/errors.md` is generated from this table and a test holds the two together.
 *
 * `azure` is the code that Microsoft documents for the condition (article "Troubleshoot the extension").
 */
const E40007 = { code: 'E40007', name: 'INVALID_SSL_SETTING' } as const;

export const ERRORS = {
  // --- command line -------------------------------------------------------------------------------------------
  CLI_BAD_OPTION: {
    message: 'Option {option} has the value "{value}", which is not {expected}.',
    remedy: 'Give {option} {expected}; --help shows an example.',
    status: 400,
    exit: 2,
  },
  CLI_NO_HARNESS: {
    message: 'No harness answers at {url}.',
    remedy: 'Start one with "azureml-fe-mock start", or name the right address with --control-url.',
    status: 503,
    exit: 3,
  },

  // --- secret: all of them are Azure's E40007 -----------------------------------------------------------
  ...SECRET_ERRORS,
  SECRET_NOT_GIVEN: {
    azure: E40007,
    message: 'allowInsecureConnections is not true, and the settings name no certificate.',
    remedy:
      'Give sslSecret, or sslCertPemFile with sslKeyPemFile, or allowInsecureConnections=True for HTTP.',
    status: 422,
    exit: 3,
  },

  // --- pki ------------------------------------------------------------------------------------------------------
  ...PKI_ERRORS,

  // --- extension ------------------------------------------------------------------------------------
  ...EXTENSION_ERRORS,

  // --- harness: the extension's life ----------------------------------------------------------------------------
  EXTENSION_NOT_INSTALLED: {
    message: 'The extension is not installed.',
    remedy: 'Create it first: "azureml-fe-mock k8s-extension create --help" shows an example.',
    status: 404,
    exit: 1,
  },
  EXTENSION_NO_REPORT: {
    message: 'There is no health report yet: the cluster checks the extension when it is created or updated.',
    remedy: 'Run "azureml-fe-mock k8s-extension update" or create.',
    status: 404,
    exit: 1,
  },
  EXTENSION_UNHEALTHY: {
    message: 'The health check found {code} {name}: {finding}',
    remedy: '{remedy}',
    status: 422,
    exit: 1,
  },

  // --- control API ----------------------------------------------------------------------------------------------
  ...CONTROL_ERRORS,

  // --- dns-mock -------------------------------------------------------------------------------------------------
  ...DNS_ERRORS,

  // --- model ------------------------------------------------------------------------------------------------
  ...SCORE_ERRORS,

  // --- gateway/routing ------------------------------------------------------------------------------------------
  ...ROUTING_ERRORS,

  // --- verify ---------------------------------------------------------------------------------------------------
  ...VERIFY_ERRORS,

  // --- sockets and files ------------------------------------------------------------------------------------
  PORT_IN_USE: {
    message: 'Port {port} on {host} is already in use.',
    remedy: 'Stop what listens there, or choose another port with {option} (0 takes a free one).',
    status: 500,
    exit: 3,
  },
  PORT_NOT_ALLOWED: {
    message: 'Port {port} on {host} may not be opened by this user.',
    remedy: 'Choose a port from 1024 up with {option} (0 takes a free one).',
    status: 500,
    exit: 3,
  },
  ADDRESS_NOT_HERE: {
    message: 'The address {host} is not an address of this machine.',
    remedy: 'Give --host an address that this machine has, such as 127.0.0.1.',
    status: 500,
    exit: 3,
  },
  HARNESS_CLOSED: {
    message: 'This harness is closed.',
    remedy: 'Start another one; "await using" closes a harness at the end of its block and not before.',
    status: 409,
    exit: 3,
  },
  OPTION_UNKNOWN: {
    message: '{call} does not know the option "{name}"{suggestion}',
    remedy: 'It takes {known}.',
    status: 400,
    exit: 2,
  },
  OBSERVATION_TIMEOUT: {
    message: 'Nothing like that was seen within {ms} ms.',
    remedy: 'Look at observations() for what was seen, or wait longer.',
    status: 504,
    exit: 1,
  },
  WORKERS_NOT_HERE: {
    message:
      '--workers needs a kernel that spreads connections over several listeners, and {platform} has none.',
    remedy: 'Leave --workers out, or run the container image, in which Linux does it.',
    status: 500,
    exit: 3,
  },
  FILE_NOT_READABLE: {
    message: 'The file {path} cannot be read ({cause}).',
    remedy: 'Check the path and its permissions.',
    status: 400,
    exit: 2,
  },
  NOT_WRITABLE: {
    message: 'The folder {path} cannot be written ({cause}).',
    remedy: 'Make it writable, or choose another one with {option}.',
    status: 500,
    exit: 3,
  },
} as const satisfies Record<
  string,
  {
    message: string;
    remedy: string;
    status: number;
    exit: 0 | 1 | 2 | 3;
    azure?: { code: string; name: string };
  }
>;

/** The name of an error, stable; docs/errors.md has what each means and what to do. */
export type ErrorReason = keyof typeof ERRORS;
