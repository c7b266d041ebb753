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

  // --- gateway/secret: all of them are Azure's E40007 -----------------------------------------------------------
  SECRET_NOT_FOUND: {
    azure: E40007,
    message: 'The secret "{name}" is neither a folder nor a manifest in {dir}.',
    remedy:
      'Create {dir}/{name}/ with cert.pem and key.pem, or {dir}/{name}.yaml, or name another --secrets-dir.',
    status: 422,
    exit: 3,
  },

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

export type ErrorReason = keyof typeof ERRORS;
