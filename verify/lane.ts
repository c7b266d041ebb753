import type { ClientScenario } from '../scenarios/scenario.ts';
import type { RunResult } from './report/assemble.ts';
import type { ServiceSpec } from './service.ts';

/** The client as the person typed it: `{uri}`, `{key}` and `{ca}` in its arguments are not filled in yet. */
export interface Client {
  command: string;
  args: string[];
  cwd: string;
  /** ms for one run. */
  timeoutMs: number;
  /** Where the client is a service: how it is brought to score. */
  service?: ServiceSpec;
}

/** A place in which a client is run in one world after another; several lanes work side by side. */
export interface Lane {
  run(scenario: ClientScenario, client: Client): Promise<RunResult>;
  close(): Promise<void>;
}

export const VIAS = ['netns', 'proxy', 'direct', 'docker'] as const;

/** How a client gets into a world. */
export type Via = (typeof VIAS)[number];

/** A way into a world that works on this machine, and why it was chosen. */
export interface Transport {
  readonly via: Via;
  readonly reason: string;
  openLane(): Promise<Lane>;
  /** Why a scenario says nothing when the client goes this way, or null where it does. */
  skips(scenario: ClientScenario): string | null;
  /** Ends the clients that are still under way too, with all that was made for them. */
  close(): Promise<void>;
}

/** The lanes of a transport that closes those that are still open when it is closed. */
export function trackLanes(open: () => Promise<Lane>): Pick<Transport, 'openLane' | 'close'> {
  const lanes = new Set<Lane>();
  let closed = false;
  return {
    openLane: async () => {
      const lane = await open();
      if (closed) {
        await lane.close();
        throw new Error('The transport was closed while a lane was being opened.');
      }
      lanes.add(lane);
      return {
        run: (scenario, client) => lane.run(scenario, client),
        close: async () => {
          lanes.delete(lane);
          await lane.close();
        },
      };
    },
    close: async () => {
      closed = true;
      await Promise.all(Array.from(lanes, (lane) => lane.close()));
    },
  };
}
