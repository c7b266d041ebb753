import type { ObservationLog } from '../../common/observation-log.ts';
import type { ScenarioSummary } from '../../common/scenario-summary.ts';
import type { DnsServer } from '../../dns-mock/server.ts';
import type { ExtensionControl } from '../../extension/extension-control.ts';
import type { Metrics } from './metrics.ts';
import type { EndpointRouter } from './routes-endpoints.ts';

/** How the control API lists scenarios and switches to one. */
export interface ScenarioControl {
  list(): ScenarioSummary[];
  /** Null while the world is the one that the harness was started with. */
  current(): string | null;
  /** @throws MockError SCENARIO_UNKNOWN */
  use(name: string): Promise<void>;
  /** Back to the world that the harness was started with. */
  reset(): Promise<void>;
}

/** The judgement about a client. */
export interface VerdictAnswer {
  scenario: string;
  expectation: string;
  verdict: string;
  /** A stable word such as `leaked-key`; null where the client did what was expected of it. */
  finding: string | null;
  /** What the client did, as the predicate of a sentence. */
  reason: string;
  evidence: string[];
}

/** What a client is given in the world in force, and how it is judged. */
export interface ClientControl {
  /** `ca` is PEM. */
  settings(): { scoringUri: string; key: string; ca: string };
  /** @throws MockError VERDICT_NOT_POSSIBLE */
  verdict(succeeded?: boolean): Promise<VerdictAnswer>;
  /** A line for each event, for a person. */
  timeline(): Promise<string>;
}

/** What the page shows beside the rest of the control API. */
export interface PageTarget {
  /** Addresses and paths of this run; the key is not among them. */
  facts(): Record<string, unknown>;
  /** The bearer key that clients are given, for a person who asks for it. */
  key?: () => string;
  /** Replaces the mounted secret by a newly issued certificate. @throws MockError SECRET_NOT_OURS */
  renewSecret?: (days: number) => Promise<void>;
  /** Bytes on the wire of a demo client with an invented key, plain and over TLS. */
  capture?: () => Promise<unknown>;
  /** The report of the run of `verify` that the page belongs to, as far as it has come. */
  report?: () => unknown;
}

/** What the control API of this process can act on: all of it under `start`, a part under `gateway` or `dns`. */
export interface ControlTargets {
  observations: ObservationLog;
  /** What `GET /health` answers beside `status`. */
  health(): Record<string, unknown>;
  /** What to trust; for a host of a scenario what its own clients are to trust. */
  caPem?: (host?: string) => Promise<string>;
  dns?: DnsServer;
  extension?: ExtensionControl;
  scenarios?: ScenarioControl;
  client?: ClientControl;
  endpoints?: EndpointRouter;
  metrics?: Metrics;
  page?: PageTarget;
  /** Resolves when every change is in service and every observation has arrived. */
  flushed?: () => Promise<void>;
}
