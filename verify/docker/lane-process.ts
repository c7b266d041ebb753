import { createInterface } from 'node:readline';
import type { Observation } from '../../common/observations.ts';
import { toFailure, type WorkerFailure } from '../../common/worker-failure.ts';
import type { ClientTarget } from '../../harness/resolve-world.ts';
import type { Authority } from '../../pki/authority.ts';
import { javaTrustStore } from '../../pki/java-trust-store.ts';
import { applicableScenario } from '../../scenarios/applicable.ts';
import { findScenario } from '../../scenarios/catalogue.ts';
import { type OpenWorld, openWorld, PRODUCTION_PORTS } from '../open-world.ts';

/** What is asked of a process that holds one world at a time: open one, or settle and close the one that is open. */
export type LaneOrder = { open: string; clientTimeoutMs: number } | { finish: true };

export type LaneAnswer =
  | { ready: true }
  | { opened: { scoringUri: string; key: string; caPem: string; javaTrustStore: string; nowMs: number } }
  | { finished: { events: readonly Observation[]; target: ClientTarget } }
  | WorkerFailure;

/**
 * Opens worlds on the ports of a production cluster as orders arrive on `input`, one JSON value a line, and answers on
 * `output`. For places where the client is started elsewhere: in a container beside this one.
 */
export async function serveWorlds(
  authority: Authority,
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Promise<void> {
  const answer = (value: LaneAnswer): void => {
    output.write(`${JSON.stringify(value)}\n`);
  };
  let open: OpenWorld | null = null;
  answer({ ready: true });
  for await (const line of createInterface({ input })) {
    try {
      const order: LaneOrder = JSON.parse(line);
      if ('open' in order) {
        open = await openWorld(applicableScenario(findScenario(order.open)), {
          authority,
          ports: PRODUCTION_PORTS,
          clientTimeoutMs: order.clientTimeoutMs,
        });
        const { scoringUri, key, caPem, observations } = open.world;
        const store = javaTrustStore([caPem]).toString('base64');
        answer({ opened: { scoringUri, key, caPem, javaTrustStore: store, nowMs: observations.now() } });
      } else if (open !== null) {
        const events = await open.settle();
        const { target } = open.world;
        await open.close();
        open = null;
        answer({ finished: { events, target } });
      }
    } catch (error) {
      answer(toFailure(error));
    }
  }
  await open?.close();
}
