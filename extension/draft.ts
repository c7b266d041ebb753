import type { MockError } from '../common/errors.ts';
import type { Bags, SettingValue, TypedBags } from './bags.ts';
import type { Accepted, Refusal, RefusalOutcome } from './decision.ts';

/** The settings while a decision is made: filled in step by step, as the CLI fills its two dictionaries. */
export interface Draft extends Bags {
  config: Record<string, SettingValue>;
  configProtected: Record<string, SettingValue>;
  warnings: string[];
}

/** Starts from what was typed; what was typed stays as it is. */
export function startDraft({ config, configProtected }: TypedBags): Draft {
  return {
    config: { ...config },
    configProtected: { ...configProtected },
    warnings: ['troubleshooting-hint'],
  };
}

/** What a finished draft comes to in the fields of a decision. */
export function effectOf(
  draft: Draft,
): Pick<Accepted, 'effectiveConfig' | 'effectiveConfigProtected' | 'effectiveConfigProtectedKeys'> {
  return {
    effectiveConfig: draft.config,
    effectiveConfigProtected: draft.configProtected,
    effectiveConfigProtectedKeys: Object.keys(draft.configProtected).sort(),
  };
}

/** Puts a refusal together. */
export function refuse(
  outcome: RefusalOutcome,
  errorKind: string,
  errorMessageId: string,
  errorMentions: readonly string[],
  error: MockError,
): Refusal {
  return { outcome, errorKind, errorMessageId, errorMentions, error };
}
