import { type Gateway, type GatewayOptions, startGateway } from '../gateway/gateway.ts';
import type { Hierarchy } from '../pki/hierarchy.ts';
import { mint } from '../pki/mint.ts';
import type { OtherRouter } from './world-spec.ts';

/**
 * Starts the other routers of a world, each on its own address and with its own certificate, and else as the router is
 * that `options` are for. Nothing is wrong with them.
 */
export async function startOtherRouters(
  otherRouters: readonly OtherRouter[],
  authority: Hierarchy,
  options: GatewayOptions,
): Promise<Gateway[]> {
  const started: Gateway[] = [];
  try {
    for (const { address, certificate } of otherRouters) {
      const identity = await mint(authority, certificate);
      started.push(await startGateway({ ...options, faults: {}, identity, host: address, httpPort: 0 }));
    }
    return started;
  } catch (error) {
    await Promise.all(started.map((gateway) => gateway.close(0)));
    throw error;
  }
}
