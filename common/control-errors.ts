/** Rows of the error table for the control API and the catalogue behind it. */
export const CONTROL_ERRORS = {
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
    message: 'There is no scenario "{name}"{suggestion}',
    remedy: '"azureml-fe-mock scenarios list" shows the names.',
    status: 404,
    exit: 2,
  },

  SCENARIOS_CONTRADICT: {
    message: 'The scenarios "{first}" and "{second}" both set {part}, so they cannot be combined.',
    remedy: 'Combine scenarios that break different things, such as expired--slow-first-byte.',
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
} as const;
