import { defineErrors } from '../../common/errors.ts';

/** Errors of the control API. */
export const CONTROL_ERRORS = defineErrors({
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
  DEPLOYMENT_UNKNOWN: {
    message: 'Endpoint "{endpoint}" has no deployment "{deployment}".',
    remedy: 'GET /endpoints lists those there are; their names are case-sensitive.',
    status: 404,
    exit: 1,
  },
});

export const { fail } = CONTROL_ERRORS;
