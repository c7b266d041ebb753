import type { ObservationLog } from '../common/observation-log.ts';
import type { GatewayOptions } from '../gateway/gateway.ts';
import { gatewayOptionsOf } from './gateway-options-of.ts';
import type { WorldOptions } from './world-options.ts';
import type { WorldPlan } from './world-plan.ts';

/** What a world's router has around it, whatever is planned for it. */
export interface GatewaySurroundings {
  options: WorldOptions;
  observations: ObservationLog;
  nextConnection: () => number;
  host: string;
}

/** The options of the router that serves a plan. */
export function gatewayOptions(
  { options, observations, nextConnection, host }: GatewaySurroundings,
  plan: WorldPlan,
): GatewayOptions {
  return {
    ...gatewayOptionsOf(options, plan.endpoints),
    ...plan.state,
    host,
    observe: observations.emit,
    nextConnection,
  };
}
