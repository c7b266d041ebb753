import { FILE_OPTION_OF, readAzBags } from '../extension/az-line.ts';
import { type AzCommand, type AzOption, azOptions } from '../extension/az-options.ts';
import type { TypedBags } from '../extension/bags.ts';
import type { BagName } from '../extension/settings-table.ts';
import { azValue } from './az-words.ts';
import { fail } from './errors.ts';
import { readText } from './read-text.ts';

/**
 * The settings of a `k8s-extension` line: its `key=value` words, or the JSON file that stands for them.
 *
 * @throws MockError EXTENSION_BAD_PAIR; AZ_SETTINGS_TWICE where words and file are both there, as `az` refuses them;
 *   AZ_SETTINGS_FILE, FILE_NOT_READABLE
 */
export async function readAzSettings(
  command: AzCommand,
  words: readonly string[],
  own: readonly AzOption[],
): Promise<TypedBags> {
  const typed = readAzBags(command, words, own);
  const [config, configProtected] = await Promise.all([
    readBag(command, 'config', typed, words),
    readBag(command, 'configProtected', typed, words),
  ]);
  return { config, configProtected };
}

async function readBag(
  command: AzCommand,
  bag: BagName,
  typed: TypedBags,
  words: readonly string[],
): Promise<Record<string, string>> {
  const option = FILE_OPTION_OF[bag];
  const { names } = azOptions(command).find((each) => each.names.includes(option)) ?? { names: [option] };
  const file = azValue(words, ...names);
  if (file === null) return typed[bag];
  if (Object.keys(typed[bag]).length > 0) {
    throw fail('AZ_SETTINGS_TWICE', { words: option.replace('-file', ''), option });
  }
  const text = await readText(file);
  return parseSettings(text, option, file);
}

function parseSettings(text: string, option: string, file: string): Record<string, string> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw fail('AZ_SETTINGS_FILE', { option, file, found: 'no JSON object' });
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, each]: [string, unknown]) => {
      // A value may be secret, so only its key is shown.
      if (typeof each === 'object') {
        const found = each === null ? `null as "${key}"` : `a nested "${key}"`;
        throw fail('AZ_SETTINGS_FILE', { option, file, found });
      }
      return [key, String(each)];
    }),
  );
}
