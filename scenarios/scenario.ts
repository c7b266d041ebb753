import type { ReasonOf } from '../common/errors.ts';
import type { EXTENSION_ERRORS } from '../extension/errors.ts';
import type { GATEWAY_ERRORS } from '../gateway/errors.ts';
import type { InstallationSpec } from '../harness/installation.ts';
import type { WorldEvent, WorldSpec } from '../harness/world-spec.ts';
import type { SECRET_ERRORS } from '../secret/errors.ts';

/** What a right client does: score, fail closed, or either, with something to be said about it. */
export type Expectation = 'accept' | 'reject' | 'advise';

export type Importance = 'critical' | 'high' | 'medium' | 'low';

export const GROUPS = [
  'baseline',
  'identity',
  'validity',
  'trust',
  'protocol',
  'http',
  'dns',
  'scoring',
  'configuration',
] as const;

export type Group = (typeof GROUPS)[number];

/** Where a request of a right client may arrive: at the router over TLS, at its HTTP port, at another router. */
export type Destination = 'router' | 'plain-http' | 'other-router';

/** What the reference client must see: the exact error code, or the status of an answer it read to its end. */
export type Sees = { error: string } | { status: number };

/** One thing that the reference client does, or that happens while it is at work. */
export type FlowStep =
  | { step: 'request' }
  | { step: 'event'; event: WorldEvent }
  /** Waits until the served leaf is past its notAfter. */
  | { step: 'wait-for-expiry' };

interface Common {
  /** What a person types; stable for ever. */
  name: string;
  /** Other names of the same case, badssl's where it has one. */
  aliases?: string[];
  /** One line, as a heading. */
  title: string;
  group: Group;
  importance: Importance;
  expectation: Expectation;
  /** What happened in life, and where the article or an RFC says so. */
  lesson: string;
}

/** A world, and what a client must do in it. */
export interface ClientScenario extends Common {
  world: WorldSpec;
  /**
   * Where the request may arrive. Left out: nowhere where the expectation is `reject`, at the router otherwise. A
   * scenario whose fault comes with the answer names `router`: there the client is to be judged by what it makes of it.
   */
  mayReach?: Destination[];
  /** How often a client should come back after its first request; more or less is advice and not a failure. */
  retries?: { min: number; max: number };
  /** What only the reference client can be given; such a scenario says nothing about another client. */
  client?: ClientKnobs;
  /** What the reference client does; one request where left out. */
  flow?: FlowStep[];
  /** One for each request of the flow. */
  sees: Sees | Sees[];
  /** ms that the reference client waits for an answer; scenarios of silence keep it short. */
  timeoutMs?: number;
}

/** Properties of the client itself, for scenarios that are about the client and not about the world. */
export interface ClientKnobs {
  minVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  maxVersion?: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL cipher list; old versions need `@SECLEVEL=0`. */
  ciphers?: string;
  /** A new connection for each request of the flow, with a full handshake. */
  newConnections?: boolean;
  /** A new connection for each request of the flow, resuming the TLS session. */
  resumeSession?: boolean;
  /** A second handshake on the same connection, before the request. */
  renegotiate?: boolean;
}

/** A router that must not be taken into service: `k8s-extension` or the health check has to refuse it, in the right words. */
export interface ConfigurationScenario extends Common {
  group: 'configuration';
  expectation: 'reject';
  given: InstallationSpec;
  /** The reason in the table of errors. */
  refused: ReasonOf<typeof EXTENSION_ERRORS | typeof GATEWAY_ERRORS | typeof SECRET_ERRORS>;
  /** What has to stand in the refusal, its remedy or the advice beside it, so that a person finds the mistake. */
  says: string;
}

export type Scenario = ClientScenario | ConfigurationScenario;

export function isConfiguration(scenario: Scenario): scenario is ConfigurationScenario {
  return 'refused' in scenario;
}

/** Where the request may arrive in a scenario, the default filled in. */
export function destinationsOf(scenario: ClientScenario): readonly Destination[] {
  return scenario.mayReach ?? (scenario.expectation === 'reject' ? [] : ['router']);
}

/** What the reference client must see, one entry for each request of its flow. */
export function expectedSees(scenario: ClientScenario): Sees[] {
  return Array.isArray(scenario.sees) ? scenario.sees : [scenario.sees];
}

export function describeSees(scenario: ClientScenario): string {
  return expectedSees(scenario).map(describeOne).join(', ');
}

export const describeOne = (sees: Sees): string => ('error' in sees ? sees.error : String(sees.status));

/** In ms. */
export const DAY = 86_400_000;
export const HOUR = 3_600_000;
