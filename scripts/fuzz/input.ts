import type { Random } from './random.ts';

/** What is sent for one input. What each part means is the generator's affair: a write, a path, a body. */
export type Input = readonly Buffer[];

export interface Generator {
  /** As it is named on the command line. */
  name: string;
  make(random: Random): Input;
}

/**
 * Stands in every key, credential and body that is sent, in clear and as Base64. In no log, observation or metric may it
 * be seen. It is 24 characters, so that its Base64 does not depend on what follows.
 */
export const CANARY = 'CanaryThatNeverShows0042';
export const CANARY_BASE64 = Buffer.from(CANARY).toString('base64');
