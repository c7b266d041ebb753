import { createMetrics } from '../apis/control/metrics.ts';
import { type Control, startControl } from '../apis/control/server.ts';
import type { Logger } from '../common/logger.ts';
import { ObservationLog } from '../common/observation-log.ts';
import { createExtensionControl, DEFAULT_CLUSTER } from '../extension/extension-control.ts';
import type { ClusterFacts } from '../extension/health.ts';
import type { TypedSettings } from '../extension/settings.ts';
import type { Gateway, GatewayOptions, RouterChoices } from '../gateway/gateway.ts';
import type { EndpointSpec } from '../gateway/routing/endpoints.ts';
import { startGatewayWithWorkers } from '../gateway/workers/start.ts';
import { SecretMonitor } from '../secret/secret-monitor.ts';
import { type CertificateSource, standaloneRouter, stateFor } from './configurable-router.ts';

export interface StandaloneGatewayOptions
  extends Omit<CertificateSource, 'monitor'>,
    Pick<
      GatewayOptions,
      'host' | 'httpsPort' | 'httpPort' | 'plainHttp' | 'tls' | 'watchSecret' | 'onKeyLog'
    > {
  settings: TypedSettings;
  /** Refuse also what is only warned about in a secret. */
  strictSecret?: boolean;
  endpoints: EndpointSpec[];
  /** Threads that serve; default 1. */
  workers?: number;
  profile: GatewayOptions['router']['profile'];
  seed: number;
  routerChoices: RouterChoices;
  cluster?: ClusterFacts;
  controlHost: string;
  controlPort: number;
  controlAllowedHosts: string[];
  log: Logger;
}

export interface StandaloneGateway {
  readonly gateway: Gateway;
  readonly observations: ObservationLog;
  readonly controlUrl: string;
  /** @param drainMs how long it goes on serving before that, with `Connection: close` in each answer; default 0 */
  close(graceMs?: number, drainMs?: number): Promise<void>;
}

/**
 * Starts the router alone, with the part of the control API that concerns it: for containers, where DNS and model are
 * elsewhere.
 *
 * @throws MockError E40007 for a bad secret; PORT_IN_USE and its like for a port
 */
export async function startStandaloneGateway(options: StandaloneGatewayOptions): Promise<StandaloneGateway> {
  const observations = new ObservationLog();
  const { settings, strictSecret, log } = options;
  const certificates: CertificateSource = {
    ...options,
    monitor: (source) => new SecretMonitor({ source, strict: strictSecret, observe: observations.emit, log }),
  };
  const gatewayOptions: GatewayOptions = {
    ...options,
    ...stateFor(settings, certificates),
    router: {
      profile: options.profile,
      seed: options.seed,
      endpoints: options.endpoints,
      ...options.routerChoices,
    },
    observe: observations.emit,
  };
  const gateway = await startGatewayWithWorkers(gatewayOptions, options.workers);
  let control: Control;
  try {
    control = await startControl({
      host: options.controlHost,
      port: options.controlPort,
      allowedHosts: options.controlAllowedHosts,
      log: options.log,
      parts: {
        observations,
        health: () => ({ served: gateway.served }),
        extension: createExtensionControl(
          standaloneRouter(gateway, settings, certificates),
          options.cluster ?? DEFAULT_CLUSTER,
        ),
        endpoints: gateway.router,
        metrics: createMetrics(observations, gateway),
        flushed: () => gateway.flushed(),
      },
    });
  } catch (error) {
    await gateway.close(0);
    throw error;
  }
  return {
    gateway,
    observations,
    controlUrl: control.url,
    close: async (graceMs, drainMs) => {
      await gateway.close(graceMs, drainMs);
      await control.close();
    },
  };
}
