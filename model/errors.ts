import { defineErrors } from '../common/errors.ts';

/** Errors of the scoring script. */
export const MODEL_ERRORS = defineErrors({
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
});

export const { fail } = MODEL_ERRORS;
