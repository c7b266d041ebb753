import type { Logger } from '../../common/logger.ts';
import type { Operations } from './operations.ts';
import type { AzureTargets } from './targets.ts';

/** What the routes of this room share. */
export interface AzureContext {
  targets: AzureTargets;
  operations: Operations;
  /** Region of everything that has one. */
  location: string;
  /** Name of an extension that was not created through this API. */
  extensionName: string;
  /** ms since 1970. */
  now(): number;
  log: Logger;
}
