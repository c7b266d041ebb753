import { describeScoringAddress, formatScoringUri } from '../../extension/scoring-uri.ts';
import { readSettings } from '../../extension/settings.ts';
import type { World } from '../world.ts';

/** The scoring URI of any endpoint of a world; null while the extension is not installed. */
export function scoringUriOf({ settings, listens }: World, endpoint: string): string | null {
  if (settings === null) return null;
  const read = readSettings(settings.config, settings.configProtected);
  return formatScoringUri(describeScoringAddress(read, listens), endpoint);
}
