import type { SettingBag } from './bags.ts';
import type { TypedCommand } from './correct.ts';

/** What is probably not as it was meant, although the real CLI says nothing of it. */
export interface Advice {
  /** Stable: `misspelled-key`, `unknown-key`, `wrong-bag`, … */
  code: string;
  /** The setting it is about. */
  key: string;
  sentence: string;
  /** What to write instead: a setting, or the whole of the settings. */
  suggestion?: string;
}

/** A command as it was typed, and what is known of the cluster and the extension it is for. */
export interface AdviceCase extends TypedCommand {
  /** Why the CLI refuses, or null. */
  errorKind: string | null;
  nodeCount?: number | null;
  existing?: SettingBag | null;
  existingProtectedKeys?: readonly string[];
}
