import type { Gateway, GatewayOptions } from './gateway-options.ts';
import { RunningGateway } from './running-gateway.ts';
import { type GatewayRuntime, LocalRuntime } from './runtime.ts';

export type { Gateway, GatewayOptions, GatewayState, RouterChoices } from './gateway-options.ts';

/**
 * Starts a router.
 *
 * @param runtime what it runs on; by itself where left out
 * @throws MockError E40007 for a bad secret; PORT_IN_USE and its like for a port
 */
export async function startGateway(
  options: GatewayOptions,
  runtime: GatewayRuntime = new LocalRuntime(),
): Promise<Gateway> {
  const gateway = new RunningGateway(options, runtime);
  try {
    await gateway.apply(options);
  } catch (error) {
    await gateway.close(0);
    throw error;
  }
  return gateway;
}
