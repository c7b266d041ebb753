import type { Observe } from '../common/observations.ts';
import type { GatewayOptions } from '../gateway/gateway.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import { SecretMonitor } from '../secret/secret-monitor.ts';
import type { SecretSource } from '../secret/source.ts';
import { WRONG_KEY } from './client-key.ts';
import type { WorldOptions } from './world-options.ts';

/** What the options of a world say about its router: free ports and the real router's ways where they say nothing. */
export function gatewayOptionsOf(options: WorldOptions, endpoints: EndpointSpec[]) {
  const { tapWire, handshakeTimeoutMs, onKeyLog, divert } = options;
  return {
    httpsPort: options.httpsPort ?? 0,
    httpPort: options.httpPort ?? 0,
    watchSecret: options.watchSecret ?? false,
    router: {
      profile: options.profile ?? 'kubernetes',
      endpoints,
      seed: options.seed ?? 0,
      watchedKeys: [WRONG_KEY],
      ...options.routerChoices,
    },
    log: options.log,
    tapWire,
    handshakeTimeoutMs,
    onKeyLog,
    divert,
  } satisfies Partial<GatewayOptions>;
}

/** What is read of a world's secret, and how strictly. */
export function secretOf(
  source: SecretSource,
  { strictSecret, log }: WorldOptions,
  observe: Observe,
): SecretMonitor {
  return new SecretMonitor({ source, strict: strictSecret, observe, log });
}
