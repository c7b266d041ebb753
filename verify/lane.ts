import type { ClientScenario } from '../scenarios/scenario.ts';
import type { RunResult } from './report/assemble.ts';

/** The client as the person typed it: `{uri}`, `{key}` and `{ca}` in its arguments are not filled in yet. */
export interface Client {
  command: string;
  args: string[];
  cwd: string;
  /** ms for one run. */
  timeoutMs: number;
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
  close(): Promise<void>;
}
