import { defineErrors } from '../common/errors.ts';

/** Errors of a world and of the harness around it. */
export const HARNESS_ERRORS = defineErrors({
  SCENARIOS_CONTRADICT: {
    message: 'The scenarios "{first}" and "{second}" both set {part}, so they cannot be combined.',
    remedy: 'Combine scenarios that break different things, such as expired--slow-first-byte.',
    status: 409,
    exit: 2,
  },
  SECRET_NOT_OURS: {
    message: 'The harness did not make the secret that is served, so it cannot renew it.',
    remedy:
      'Write the renewed cert.pem and key.pem yourself; GET /extension then shows them as waitingSecret.',
    status: 409,
    exit: 1,
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
});

export const { fail } = HARNESS_ERRORS;
