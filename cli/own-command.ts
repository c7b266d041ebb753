import { quoteWord } from '../common/texts.ts';

/** How a person types this command: as npm ran it in a checkout, or by its name. */
export const ownCommand = (env: NodeJS.ProcessEnv = process.env): string =>
  env.npm_lifecycle_event === 'start' || env.npm_lifecycle_event === 'cli'
    ? 'npm run -s cli --'
    : 'azureml-fe-mock';

/** A line of this command that works as pasted. */
export const ownLine = (words: readonly string[], env: NodeJS.ProcessEnv = process.env): string =>
  [ownCommand(env), ...words.map(quoteWord)].join(' ');
