import type { MockError } from '../common/errors.ts';
import { closest } from '../common/spelling.ts';
import { quoteWord } from '../common/texts.ts';
import { type AzCommand, type AzOption, azOptions, requiredAzOptions } from './az-options.ts';
import { parsePairs, showValue, type TypedBags } from './bags.ts';
import type { Correction } from './correct.ts';
import { fail } from './errors.ts';
import { settingWords } from './format-settings.ts';
import type { BagName } from './settings-table.ts';

/** One option of a line with its words, or words that no option takes. */
interface Group {
  option: AzOption | null;
  /** The option as it was written; empty where there is none. */
  written: string;
  values: string[];
}

export interface AzCheck {
  /** The words with which `az` would stop: options it does not know, and words that belong to no option. */
  unrecognized: readonly string[];
  /** Required options that are not there. The mock does without them. */
  missing: readonly string[];
  /** Why `az` would stop before it looks at any setting, or null. */
  error: MockError | null;
}

export interface AzLineOptions {
  /** Options of ours that `az` does not have. */
  own?: readonly AzOption[];
  /** What stands before the command in a corrected line. */
  program?: string;
}

/**
 * Checks the words after `k8s-extension <command>` as the option parser of `az` would, which comes before any look at
 * the settings. The article's own `update` lines do not pass: they have `--extension-type` and `--scope`.
 *
 * @throws MockError EXTENSION_BAD_PAIR where the line has a setting without `=` besides
 */
export function checkAzLine(
  command: AzCommand,
  words: readonly string[],
  options: AzLineOptions = {},
): AzCheck {
  const groups = group(command, words, options.own ?? []);
  const unrecognized = groups
    .filter(({ option }) => option === null)
    .flatMap(({ written, values }) => [...(written === '' ? [] : [written]), ...values]);
  const given = new Set(groups.map(({ option }) => option?.names[0]));
  const missing = requiredAzOptions(command).filter((name) => !given.has(name));
  const error =
    findMissingValue(command, groups) ??
    findBadChoice(command, groups) ??
    (unrecognized.length === 0
      ? null
      : fail('AZ_UNRECOGNIZED', {
          command,
          words: unrecognized.map((word) => showValue(word)).join(' '),
          why: explain(command, unrecognized),
          line: correctAzLine(command, words, null, options),
        }));
  return { unrecognized, missing, error };
}

/**
 * The same line with what `az` does not know left out and, where given, the settings and the scope corrected. Options
 * keep their order. Values that may be secret are not in it.
 */
export function correctAzLine(
  command: AzCommand,
  words: readonly string[],
  corrected: Correction | null,
  { own = [], program = 'azureml-fe-mock k8s-extension' }: AzLineOptions = {},
): string {
  const known = group(command, words, own).filter(({ option }) => option !== null);
  const bags = corrected ?? readAzBags(command, words, own);
  const written = new Set<BagName>();
  const kept = known.flatMap((each): string[] => {
    // Corrected settings stand in the line, and az takes no file beside them.
    if (corrected !== null && SETTINGS_FILES.includes(each.option?.names[0] ?? '')) return [];
    const bag = bagOf(each.option);
    if (bag === null) return [each.written, ...correctedValues(each, corrected)];
    if (written.has(bag)) return [];
    written.add(bag);
    const settings = settingWords(bag, bags[bag]);
    return settings.length === 0 ? [] : [each.written, ...settings];
  });
  const added = (['config', 'configProtected'] as const)
    .filter((bag) => !written.has(bag) && Object.keys(bags[bag]).length > 0)
    .flatMap((bag) => [OPTION_OF[bag], ...settingWords(bag, bags[bag])]);
  return [program, command, ...[...kept, ...added].map(quoteWord)].join(' ');
}

/**
 * The settings of a line, all of its `--config` and `--config-protected` together.
 *
 * @throws MockError EXTENSION_BAD_PAIR for a word without `=`
 */
export function readAzBags(
  command: AzCommand,
  words: readonly string[],
  own: readonly AzOption[] = [],
): TypedBags {
  const groups = group(command, words, own);
  const pairs = (bag: BagName): Record<string, string> =>
    parsePairs(
      groups.filter(({ option }) => bagOf(option) === bag).flatMap(({ values }) => values),
      OPTION_OF[bag],
    );
  return { config: pairs('config'), configProtected: pairs('configProtected') };
}

/** The option that names a file with the settings of a bag. */
export const FILE_OPTION_OF = {
  config: '--config-file',
  configProtected: '--config-protected-file',
} as const;

const SETTINGS_FILES: readonly string[] = Object.values(FILE_OPTION_OF);

const OPTION_OF = { config: '--config', configProtected: '--config-protected' } as const;

function bagOf(option: AzOption | null): BagName | null {
  const name = option?.names[0];
  return name === '--config' ? 'config' : name === '--config-protected' ? 'configProtected' : null;
}

/** Groups words as Python's argparse does: an option takes as many of the following words as it may. */
function group(command: AzCommand, words: readonly string[], own: readonly AzOption[]): Group[] {
  const known = [...azOptions(command), ...own];
  const groups: Group[] = [];
  for (const word of words) {
    const last = groups.at(-1);
    const [written = word, value] = word.startsWith('--') ? word.split(/=(.*)/s) : [word];
    if (word.startsWith('-') && word.length > 1) {
      const option = known.find(({ names }) => names.includes(written)) ?? null;
      const hasValue = option !== null && value !== undefined;
      groups.push({ option, written: option === null ? word : written, values: hasValue ? [value] : [] });
    } else if (last !== undefined && takesMore(last)) {
      last.values.push(word);
    } else {
      groups.push({ option: null, written: '', values: [word] });
    }
  }
  return groups;
}

/** What follows an unknown option goes with it, for it was meant as its value. */
function takesMore({ option, values }: Group): boolean {
  if (option === null || option.values === 'many') return true;
  return option.values !== 'none' && values.length === 0;
}

function findMissingValue(command: AzCommand, groups: readonly Group[]): MockError | null {
  const found = groups.find(
    ({ option, values }) => values.length === 0 && (option?.values === 'one' || option?.values === 'many'),
  );
  return found === undefined ? null : fail('AZ_VALUE_MISSING', { command, option: found.written });
}

function findBadChoice(command: AzCommand, groups: readonly Group[]): MockError | null {
  for (const { option, written, values } of groups) {
    const choices = option?.choices;
    const [value] = values;
    if (choices === undefined || value === undefined) continue;
    if (choices.some((choice) => choice.toLowerCase() === value.toLowerCase())) continue;
    const suggestion = closest(value, choices) ?? choices[0] ?? '';
    const known = choices.join(', ');
    return fail('AZ_BAD_CHOICE', { command, option: written, value, choices: known, suggestion });
  }
  return null;
}

function correctedValues({ option, values }: Group, corrected: Correction | null): string[] {
  const scope = option?.names[0] === '--scope' ? corrected?.scope : null;
  return scope === null || scope === undefined ? values : [scope];
}

/** Why `az` does not have an option, as far as there is something to say; ends in a space. */
function explain(command: AzCommand, unrecognized: readonly string[]): string {
  const reasons = unrecognized
    .filter((word) => word.startsWith('-'))
    .map((word) => {
      if (word === '--scope') return 'An extension stays in the scope that create gave it. ';
      if (word === '--extension-type') return `${command} finds the type by the name of the extension. `;
      if (word === '--yes' || word === '-y') return `${command} asks nothing. `;
      const known = azOptions(command).flatMap(({ names }) => names.filter((name) => name.startsWith('--')));
      const meant = closest(word, known);
      return meant === null ? '' : `For ${word} there is ${meant}. `;
    });
  return reasons.join('');
}
