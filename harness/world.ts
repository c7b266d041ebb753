import { RunningWorld } from './running-world.ts';
import type { World, WorldOptions } from './world-options.ts';
import type { WorldSpec } from './world-spec.ts';

export type { World, WorldOptions } from './world-options.ts';

/**
 * Builds a world and starts it. All ports are free ones on 127.0.0.1 unless the options say otherwise.
 *
 * @throws MockError where a port, a setting or a secret is not right
 */
export async function startWorld(spec: WorldSpec, options: WorldOptions): Promise<World> {
  const world = new RunningWorld(options);
  try {
    await world.open(spec);
  } catch (error) {
    await world.close(0);
    throw error;
  }
  return world;
}
