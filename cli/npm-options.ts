import type { Command } from 'commander';
import type { MockError } from '../common/errors.ts';
import { quoteWord } from '../common/texts.ts';
import { fail } from './errors.ts';

/**
 * The error for a line such as `npm start --scenario expired`: without `--` before them npm takes options for its own,
 * and the command never sees them. Null where npm kept none of the command's options.
 *
 * @param words what the command did receive
 */
export function explainKeptOptions(
  program: Command,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): MockError | null {
  const script = env.npm_lifecycle_event;
  const command = program.commands.find((each) => each.name() === words[0]);
  if (command === undefined || (script !== 'start' && script !== 'cli')) return null;
  const kept = command.options.flatMap(({ long }) => {
    const value = env[`npm_config_${(long ?? '').replace(/^--/, '').replaceAll('-', '_')}`];
    return long === undefined || long === null || value === undefined || isOfNpm(long, value) ? [] : [long];
  });
  const [first] = kept;
  if (first === undefined) return null;
  const rest = words.slice(script === 'start' ? 1 : 0);
  const head =
    script === 'start' ? ['npm', 'start', '--'] : ['npm', 'run', '-s', 'cli', '--', ...rest.splice(0, 1)];
  // npm left the words behind its options: the first one is most likely the value.
  const line = [...head, ...kept, ...rest].map(quoteWord).join(' ');
  return fail('CLI_NPM_KEPT_OPTION', { options: kept.join(', '), line });
}

/** npm has a setting `key` of its own, the PEM text of a client's key, which may stand in a person's .npmrc. */
const isOfNpm = (option: string, value: string): boolean =>
  option === '--key' && value.includes('-----BEGIN');
