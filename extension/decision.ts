import type { MockError } from '../common/errors.ts';
import type { Advice } from './advice-case.ts';
import type { SettingBag } from './bags.ts';
import type { Correction } from './correct.ts';

/** The exception with which the real CLI refuses; the lower ones are raw failures of Python. */
export type RefusalOutcome =
  | 'InvalidArgumentValueError'
  | 'MutuallyExclusiveArgumentError'
  | 'AttributeError'
  | 'FileNotFoundError'
  | 'IsADirectoryError'
  | 'NotADirectoryError'
  | 'PermissionError'
  | 'OSError'
  | 'UnicodeDecodeError'
  | 'UnicodeEncodeError';

/** Why the CLI refuses. */
export interface Refusal {
  outcome: RefusalOutcome;
  /** A stable label of the reason. */
  errorKind: string;
  /** One for each text that the CLI has. */
  errorMessageId: string;
  /** The settings, options or files that the CLI's text names, in its order. */
  errorMentions: readonly string[];
  /** Our own sentence, with the value and the remedy. */
  error: MockError;
}

interface Common {
  operation: 'create' | 'update';
  /** Labels of what the CLI warns of, `troubleshooting-hint` first. `describeWarning` has the sentences. */
  warnings: readonly string[];
  /** Labels of the prompt that `update` shows: first what is hit, then why. */
  confirmations: readonly string[];
  /** Does the command ask before any update at all? Null for `create`, which does not ask. */
  genericConfirmation: boolean | null;
  message: string;
  /** What the CLI is silent about, and a person would want to know. It changes no decision. */
  advice: readonly Advice[];
  /** The settings as they were probably meant, where that is clear; null where they are right. */
  corrected: Correction | null;
}

/** The CLI sends the settings to Azure. Whether they are any good is for the health check to say. */
export interface Accepted extends Common {
  outcome: 'ok';
  /** `create`: all settings; `update`: the patch alone. */
  effectiveConfig: SettingBag;
  /** Only its keys may be shown. Base64 of a file is a text that stands for it. */
  effectiveConfigProtected: SettingBag;
  /** Sorted. */
  effectiveConfigProtectedKeys: readonly string[];
}

/** The CLI sends nothing. */
export type Refused = Common & Refusal;

export type Decision = Accepted | Refused;

/**
 * The decision in the field names of the CLI vectors, for `--json`: what does not apply is left out, and so are the
 * values of protected settings.
 */
export function describeDecision(decision: Decision): Record<string, unknown> {
  const { operation, outcome, warnings, confirmations, genericConfirmation, message, advice } = decision;
  const specific =
    decision.outcome === 'ok'
      ? {
          effectiveConfig: decision.effectiveConfig,
          effectiveConfigProtectedKeys: decision.effectiveConfigProtectedKeys,
        }
      : {
          errorKind: decision.errorKind,
          errorMessageId: decision.errorMessageId,
          errorMentions: decision.errorMentions,
          remedy: decision.error.remedy,
        };
  return {
    operation,
    outcome,
    warnings,
    confirmations,
    ...(genericConfirmation === null ? {} : { genericConfirmation }),
    ...specific,
    message,
    advice,
  };
}
