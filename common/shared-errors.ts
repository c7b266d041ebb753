/** Errors that several rooms can meet: options, sockets, files and waiting. The `fail` of every room knows them. */
export const SHARED_ROWS = {
  CLI_BAD_OPTION: {
    message: 'Option {option} has the value "{value}", which is not {expected}.',
    remedy: 'Give {option} {expected}; --help shows an example.',
    status: 400,
    exit: 2,
  },
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
  OBSERVATION_TIMEOUT: {
    message: 'Nothing like that was seen within {ms} ms.',
    remedy: 'Look at observations() for what was seen, or wait longer.',
    status: 504,
    exit: 1,
  },
} as const;
