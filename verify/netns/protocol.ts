import type { WorkerFailure } from '../../common/worker-failure.ts';
import type { Client } from '../lane.ts';
import type { RunResult } from '../report/assemble.ts';

/** One JSON value a line in both directions: an order to the process in its namespaces, and its answer. */
export interface LaneOrder {
  scenario: string;
  client: Client;
}

export type LaneAnswer =
  /** The process is in its namespaces and accepts orders. */
  { ready: true } | { result: RunResult } | WorkerFailure;
