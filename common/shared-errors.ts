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
  PORTS_IN_USE: {
    message: '{ports} on {host} are already in use.',
    remedy: 'Stop what listens there, or start with other ports: {line}',
    status: 500,
    exit: 3,
  },
  PORT_GIVEN_TWICE: {
    message: 'You gave {port} twice: {options}.',
    remedy: 'Give each its own port (0 takes a free one).',
    status: 400,
    exit: 2,
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
    message: '{path} cannot be written: {why} ({cause}).',
    remedy: '{remedy}',
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
