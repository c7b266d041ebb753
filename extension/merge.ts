import type { SettingBag, SettingValue } from './bags.ts';

/** Both bags with values of one kind: typed words, or what the CLI has made of them. */
export interface BagsOf<V extends SettingValue> {
  config: Readonly<Record<string, V>>;
  configProtected: Readonly<Record<string, V>>;
}

/**
 * What an extension has after an update: plain settings are merged, protected ones are replaced as a whole where the
 * update gives any, so that what is not given again is gone. Nothing can be removed from the plain bag (article
 * "Deploy Azure Machine Learning extension", on updating settings).
 */
export function mergeSettings<V extends SettingValue>(existing: BagsOf<V>, patch: BagsOf<V>): BagsOf<V> {
  const protectedGiven = Object.keys(patch.configProtected).length > 0;
  return {
    config: { ...existing.config, ...patch.config },
    configProtected: { ...(protectedGiven ? patch : existing).configProtected },
  };
}

/** The plain settings as Azure gets and shows them: the CLI's own booleans are the words True and False. */
export function asSent(bag: SettingBag): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bag).map(([key, value]) => [
      key,
      typeof value === 'boolean' ? (value ? 'True' : 'False') : value,
    ]),
  );
}
