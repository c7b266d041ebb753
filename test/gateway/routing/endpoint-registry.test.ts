import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import { EndpointRegistry } from '../../../gateway/routing/endpoint-registry.ts';
import { defaultDeployment, type EndpointSpec } from '../../../gateway/routing/endpoints.ts';
import { LocalSlots } from '../../../gateway/routing/slot-counter.ts';
import { demo } from './support.ts';

// Nothing listens there, and nothing is sent.
const URL = 'http://127.0.0.1:9';
const blue = defaultDeployment('blue', URL);
const green = defaultDeployment('green', URL);

/** A registry whose deployments are numbered in the order in which they were started, and which of them were retired. */
function numbered(endpoints: EndpointSpec[]) {
  const retired: number[] = [];
  let started = 0;
  class Slots extends LocalSlots {
    readonly #number = ++started;
    override onTurn(): () => void {
      return () => retired.push(this.#number);
    }
  }
  const registry = new EndpointRegistry({
    ...{ endpoints, seed: 1, pendingPerSlot: null, tokenLifetimeMs: 1000, now: Date.now, log: silentLogger },
    slots: { nextSlots: () => new Slots(), probes: false },
  });
  return { registry, retired };
}

const CHANGES: [string, (registry: EndpointRegistry) => void, number[]][] = [
  ['replaces all endpoints', (registry) => registry.replaceAll([demo([blue])]), [1, 2]],
  ['replaces an endpoint', (registry) => registry.put(demo([blue, green])), [1, 2]],
  ['deletes an endpoint', (registry) => registry.delete('demo'), [1, 2]],
  ['replaces a deployment', (registry) => registry.putDeployment('demo', green), [2]],
  ['deletes a deployment', (registry) => registry.deleteDeployment('demo', 'green'), [2]],
  ['moves traffic', (registry) => registry.setTraffic('demo', { green: 100 }), []],
  ['replaces a key', (registry) => registry.setKey('demo', 'primary', 'another'), []],
];

for (const [what, change, expected] of CHANGES) {
  t.test(`a change that ${what} retires exactly the deployments that it removes`, async (t) => {
    const { registry, retired } = numbered([demo([blue, green])]);
    t.teardown(() => registry.close());
    change(registry);
    await new Promise(setImmediate);
    t.strictSame(retired.sort(), expected);
  });
}
