import { defineErrors } from '../common/errors.ts';

/** Errors of a run of `verify`. */
export const VERIFY_ERRORS = defineErrors({
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
  VERIFY_CLIENT_QUOTED: {
    message: 'The client "{command}" is one word with blanks in it, and no program has this name.',
    remedy: 'Did you quote the whole line? Give its words one by one: verify -- {command}',
    status: 400,
    exit: 2,
  },
  VERIFY_BAD_REPORT: {
    message: '"{file}" is not a report of verify: {problem}.',
    remedy: 'Give --baseline a file that "verify --report json=FILE" wrote.',
    status: 400,
    exit: 2,
  },
  VERDICT_NOT_POSSIBLE: {
    message: 'There is no verdict on a client in "{name}": {why}.',
    remedy:
      'Switch to a single scenario that a client takes part in; "azureml-fe-mock scenarios list" shows them.',
    status: 422,
    exit: 2,
  },
});

export const { fail } = VERIFY_ERRORS;
