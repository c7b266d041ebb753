import type { GatewayOptions } from '../gateway/gateway.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import type { WorldOptions } from './world-options.ts';

/** What the options of a world say about its router: free ports and the real router's ways where they say nothing. */
export function gatewayOptionsOf(options: WorldOptions, endpoints: EndpointSpec[]) {
  const { tapWire, handshakeTimeoutMs, onKeyLog, divert, workers } = options;
  return {
    httpsPort: options.httpsPort ?? 0,
    httpPort: options.httpPort ?? 0,
    watchSecret: options.watchSecret ?? false,
    strictSecret: options.strictSecret ?? false,
    router: {
      profile: options.profile ?? 'kubernetes',
      endpoints,
      seed: options.seed ?? 0,
      ...options.routerChoices,
    },
    log: options.log,
    ...(workers === undefined ? {} : { workers }),
    ...(tapWire === undefined ? {} : { tapWire }),
    ...(handshakeTimeoutMs === undefined ? {} : { handshakeTimeoutMs }),
    ...(onKeyLog === undefined ? {} : { onKeyLog }),
    ...(divert === undefined ? {} : { divert }),
  } satisfies Partial<GatewayOptions>;
}
