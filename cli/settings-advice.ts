import { advise } from '../extension/advice.ts';
import { parsePairs } from '../extension/settings.ts';
import type { GatewayFlags } from './harness-options.ts';

/**
 * What `k8s-extension update` would advise on the settings that a person gave to `start` or `gateway`, a line each: the
 * name that was meant, a value that counts as false, the other bag.
 *
 * @throws MockError EXTENSION_BAD_PAIR
 */
export function adviceOnSettings({ config, configProtected }: GatewayFlags): string[] {
  if (config === undefined && configProtected === undefined) return [];
  const typed = {
    config: parsePairs(config ?? []),
    configProtected: parsePairs(configProtected ?? [], '--config-protected'),
  };
  // Nothing is replaced by a start, so that no advice is due on what an update would drop.
  const advice = advise({ operation: 'update', ...typed, errorKind: null, existingProtectedKeys: [] });
  return advice
    .filter(({ code }) => !START_HAS_DEFAULTS.includes(code))
    .map(
      ({ sentence, suggestion }) =>
        `advice: ${sentence}${suggestion === undefined ? '' : ` (${suggestion})`}`,
    );
}

/** A start without a certificate serves one of the mock's own. */
const START_HAS_DEFAULTS: readonly string[] = ['no-certificate'];
