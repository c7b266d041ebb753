import { fail } from './errors.ts';

/** A value as it is typed after `k=`, or a boolean that the CLI put there itself. */
export type SettingValue = string | boolean;

/** One bag of settings, as JSON has it. */
export type SettingBag = Readonly<Record<string, SettingValue>>;

/** The two bags: `--config`, which anyone may read back, and `--config-protected`, whose values stay hidden. */
export interface Bags {
  config: SettingBag;
  configProtected: SettingBag;
}

/** What a person typed after `--config` and `--config-protected`. */
export interface TypedBags {
  config: Readonly<Record<string, string>>;
  configProtected: Readonly<Record<string, string>>;
}

/** The value of a key as the CLI finds it: in the plain bag if it is there at all, else in the protected one. */
export function lookUp(bags: Bags, key: string): SettingValue | undefined {
  return readBag(Object.hasOwn(bags.config, key) ? bags.config : bags.configProtected, key);
}

/** The value of a key in one bag; keys that every object inherits are no settings. */
export function readBag(bag: SettingBag, key: string): SettingValue | undefined {
  return Object.hasOwn(bag, key) ? bag[key] : undefined;
}

/** The CLI's rule for booleans: `true` in any case is true, and everything else, `yes` and `1` too, is not. */
export function isTrue(value: SettingValue | undefined): boolean {
  return String(value).toLowerCase() === 'true';
}

/**
 * Reads the `k=v` words of one option as `az` takes them: several after one option, a value may hold `=` itself, and
 * the last of a repeated key counts.
 *
 * @param option the option they stand after, for the error
 * @throws MockError EXTENSION_BAD_PAIR for a word without `=`
 */
export function parsePairs(pairs: readonly string[], option = '--config'): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const sign = pair.indexOf('=');
      if (sign < 0) throw fail('EXTENSION_BAD_PAIR', { option, pair: showValue(pair) });
      return [pair.slice(0, sign), pair.slice(sign + 1)] as const;
    }),
  );
}

const LONGEST_SHOWN = 260;

/** A typed value for a message. What could be the text of a key instead of a path to it is not shown. */
export function showValue(value: SettingValue): string {
  const text = String(value);
  return text.includes('-----BEGIN') || text.includes('\n') || text.length > LONGEST_SHOWN
    ? `(${text.length} characters, not shown)`
    : text;
}
