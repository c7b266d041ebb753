import { RunningWorld } from './running-world.ts';
import type { World, WorldOptions } from './world-options.ts';
import type { WorldSpec } from './world-spec.ts';

export { newStream, type World, type WorldOptions } from './world-options.ts';

/**
 * Builds a world and starts it. All ports are free ones on 127.0.0.1 unless the options say otherwise.
 *
 * @throws MockError where a port, a setting or a secret is not right
 */
export function startWorld(spec: WorldSpec, options: WorldOptions): Promise<World> {
  return RunningWorld.open(spec, options);
}
