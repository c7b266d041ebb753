import { defineErrors } from '../common/errors.ts';

/** Errors of the catalogue. */
export const SCENARIO_ERRORS = defineErrors({
  SCENARIO_UNKNOWN: {
    message: 'There is no scenario "{name}"{suggestion}',
    remedy: '"azureml-fe-mock scenarios list" shows the names.',
    status: 404,
    exit: 2,
  },
  SCENARIO_HAS_NO_WORLD: {
    message:
      'The scenario "{name}" is a world that the gateway must refuse to serve; no client can be sent into it.',
    remedy: '"azureml-fe-mock scenarios run {name}" shows the refusal.',
    status: 409,
    exit: 2,
  },
});

export const { fail } = SCENARIO_ERRORS;
