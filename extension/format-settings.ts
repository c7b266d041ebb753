import { quoteWord } from '../common/texts.ts';
import { showValue, type TypedBags } from './bags.ts';
import { type BagName, findSetting } from './settings-table.ts';

/**
 * One setting as it may be shown: `key=value`. A protected value is shown only where the setting is a documented one,
 * for those are paths and names; what else stands in the protected bag may be a key.
 */
export function showSetting(bag: BagName, key: string, value: string): string {
  const open = bag === 'config' || findSetting(key) !== undefined;
  return `${key}=${open ? showValue(value) : '…'}`;
}

/** The settings of one bag as words for a shell, not yet quoted. */
export function settingWords(bag: BagName, settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).map(([key, value]) => showSetting(bag, key, value));
}

/** Both bags as they stand on a command line. */
export function formatSettings({ config, configProtected }: TypedBags): string {
  const words = settingWords('config', config);
  const protectedWords = settingWords('configProtected', configProtected);
  return [
    ...(words.length === 0 ? [] : ['--config', ...words]),
    ...(protectedWords.length === 0 ? [] : ['--config-protected', ...protectedWords]),
  ]
    .map(quoteWord)
    .join(' ');
}
