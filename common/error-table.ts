import { EXTENSION_ERRORS } from './extension-errors.ts';
import { PKI_ERRORS } from './pki-errors.ts';
import { ROUTING_ERRORS } from './routing-errors.ts';
import { SECRET_ERRORS } from './secret-errors.ts';

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

  // --- gateway/extension ------------------------------------------------------------------------------------
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
  CONTROL_HOST_UNKNOWN: {
    message: 'The control API does not know itself by the Host "{host}".',
    remedy: 'Call it by IP address or localhost, or start the harness with --control-allow-host {host}.',
    status: 421,
    exit: 3,
  },
  CONTROL_ORIGIN_FOREIGN: {
    message: 'The control API takes no orders from pages of {origin}.',
    remedy: 'Call it from a command or a program; it serves no web page but its own.',
    status: 403,
    exit: 3,
  },
  CONTROL_NOT_FOUND: {
    message: 'The control API has no {method} {path}.',
    remedy: 'GET /openapi.json lists what it has.',
    status: 404,
    exit: 3,
  },
  CONTROL_BAD_REQUEST: {
    message: 'The control API cannot take this request: {problem}.',
    remedy: 'GET /openapi.json describes what each route takes.',
    status: 400,
    exit: 2,
  },
  CONTROL_FAILED: {
    message: 'The control API failed: {problem}.',
    remedy: 'This is a defect of azureml-fe-mock; report it with the request that led here.',
    status: 500,
    exit: 3,
  },
  SCENARIO_UNKNOWN: {
    message: 'There is no scenario "{name}"{suggestion}.',
    remedy: '"azureml-fe-mock scenarios list" shows the names.',
    status: 404,
    exit: 2,
  },

  SCENARIOS_CONTRADICT: {
    message: 'The scenarios "{first}" and "{second}" both set {part}, so they cannot be combined.',
    remedy: 'Combine scenarios that break different things, such as expired--slow-answer.',
    status: 409,
    exit: 2,
  },
  SCENARIO_HAS_NO_WORLD: {
    message:
      'The scenario "{name}" is a world that the gateway must refuse to serve; no client can be sent into it.',
    remedy: '"azureml-fe-mock scenarios run {name}" shows the refusal.',
    status: 409,
    exit: 2,
  },

  // --- dns-mock -------------------------------------------------------------------------------------------------
  DNS_BAD_NAME: {
    message: 'The name "{name}" is not a domain name: {why}.',
    remedy:
      'Use labels of 1 to 63 letters, digits, "-" and "_" with dots between them, 253 characters in all; other scripts as A-labels (xn--…).',
    status: 422,
    exit: 2,
  },
  DNS_BAD_TYPE: {
    message: 'The record of {name} has the type "{type}", which the DNS server does not hold.',
    remedy: 'Use one of {types}.',
    status: 422,
    exit: 2,
  },
  DNS_BAD_VALUE: {
    message: 'The {type} record of {name} has the value "{value}", which is not {expected}.',
    remedy: 'Give it {expected}, such as {example}',
    status: 422,
    exit: 2,
  },
  DNS_BAD_TTL: {
    message: 'The TTL {ttl} of {name} is not a whole number of seconds from 0 to 2147483647.',
    remedy: 'Give the TTL in seconds, such as 60.',
    status: 422,
    exit: 2,
  },
  DNS_BAD_FAULT: {
    message: 'The DNS fault for {name} has {what} "{value}", which is not {expected}.',
    remedy: 'Give {what} as {expected}.',
    status: 422,
    exit: 2,
  },
  DNS_ZONE_TWICE: {
    message: 'The zone {origin} is given twice.',
    remedy: 'Put the records of {origin} into one zone.',
    status: 422,
    exit: 2,
  },
  DNS_OUTSIDE_ZONES: {
    message: 'The name {name} is in none of the zones of this DNS server, which are: {zones}.',
    remedy: 'Use a name in one of these zones, or start the server with a zone that {name} is in.',
    status: 422,
    exit: 2,
  },
  DNS_RECORD_OUTSIDE_ZONE: {
    message: 'The zone {origin} has a record for {name}, which is not a name of that zone.',
    remedy:
      'Move the record to the zone that {name} is in: of the zones above it the one with the longest name.',
    status: 422,
    exit: 2,
  },
  DNS_CNAME_AND_OTHER_DATA: {
    message: 'The name {name} has a CNAME and beside it {others}.',
    remedy: 'Keep either the CNAME or the rest: an alias has no data of its own (RFC 1034 section 3.6.2).',
    status: 422,
    exit: 2,
  },
  DNS_CNAME_AT_APEX: {
    message: 'The name {name} is the top of its zone and cannot be a CNAME.',
    remedy: 'Use an A or AAAA record there: the top of a zone has a SOA, and a CNAME has no data beside it.',
    status: 422,
    exit: 2,
  },
  DNS_SECOND_RECORD: {
    message: 'The name {name} has more than one {type} record.',
    remedy: 'Keep one of them: a name has one {type} at most (RFC 2181 section 10.1, RFC 1035 section 5.2).',
    status: 422,
    exit: 2,
  },
  DNS_TTLS_DIFFER: {
    message: 'The {type} records of {name} have different TTLs: {ttls}.',
    remedy: 'Give all records of one name and type the same TTL (RFC 2181 section 5.2).',
    status: 422,
    exit: 2,
  },
  DNS_DELEGATION: {
    message: 'The name {name} has {type} records, but is not the top of the zone {origin}.',
    remedy: 'Give {name} a zone of its own: this DNS server does not delegate to others.',
    status: 422,
    exit: 2,
  },
  DNS_NO_SUCH_RECORD: {
    message: 'The name {name} has no record.',
    remedy: '"azureml-fe-mock dns list" shows what there is.',
    status: 404,
    exit: 1,
  },
  DNS_NO_SUCH_FAULT: {
    message: 'The name {name} has no fault.',
    remedy: 'GET /dns/faults shows the faults in force.',
    status: 404,
    exit: 1,
  },

  // --- model ------------------------------------------------------------------------------------------------
  SCORE_NOT_FOUND: {
    message: 'The scoring script {file} does not exist.',
    remedy: 'Give --score the path of a file that exports run(data), from the current folder.',
    status: 422,
    exit: 3,
  },
  SCORE_NOT_A_SCRIPT: {
    message: 'The scoring script {file} is not a JavaScript or TypeScript file.',
    remedy: 'Give --score a file whose name ends in .ts, .js or .mjs and that exports run(data).',
    status: 422,
    exit: 3,
  },
  SCORE_NOT_LOADED: {
    message: 'The scoring script {file} cannot be loaded ({cause}).',
    remedy: 'Mend the script; "node {file}" shows the place, and must end without an error.',
    status: 422,
    exit: 3,
  },
  SCORE_BAD_EXPORT: {
    message: 'The scoring script {file} exports {name} as {actual}, and it must be {expected}.',
    remedy:
      'Export run(data) as a function, and init, inputSchema, outputSchema and rawHttp only where you need them.',
    status: 422,
    exit: 3,
  },
  SCORE_INIT_FAILED: {
    message: 'The init() of the scoring script raised an error ({cause}).',
    remedy: 'Mend init(); the model server does not listen before it has ended well.',
    status: 422,
    exit: 3,
  },

  // --- gateway/routing ------------------------------------------------------------------------------------------
  ...ROUTING_ERRORS,

  // --- verify ---------------------------------------------------------------------------------------------------
  VERIFY_VIA_NOT_HERE: {
    message: '--via {via} does not work here. What is missing: {missing}',
    remedy: 'Leave --via out to take what works, or use --via proxy, which works everywhere.',
    status: 500,
    exit: 3,
  },
  VERIFY_IMAGE_MISSING: {
    message: '--via docker needs the image that holds the client.',
    remedy: 'Name it with --image.',
    status: 400,
    exit: 2,
  },
  VERIFY_NO_CLIENT: {
    message: 'The client "{command}" cannot be started ({cause}).',
    remedy: 'Check its path and its permissions; it stands after "--".',
    status: 400,
    exit: 2,
  },
  VERIFY_BAD_REPORT: {
    message: '"{file}" is not a report of verify: {problem}.',
    remedy: 'Give --baseline a file that "verify --report json=FILE" wrote.',
    status: 400,
    exit: 2,
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

export type ErrorReason = keyof typeof ERRORS;
