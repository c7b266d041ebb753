/**
 * The router of Azure Machine Learning's Kubernetes online endpoints for the tests of its clients. `startHarness` starts
 * it in the process of the test; everything else here is a type of what it takes and gives.
 *
 * @module azureml-fe-mock
 */

import { Resolver } from 'node:dns';
import { rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import path from 'node:path';
import { Agent } from 'undici';
import type { CONTROL_ERRORS } from './apis/control/errors.ts';
import { hostAndPort } from './common/addresses.ts';
import type { ReasonOf, SHARED_ERRORS } from './common/errors.ts';
import { silentLogger } from './common/logger.ts';
import { type ObservationSummary, summarize } from './common/observation-summary.ts';
import type { Observation } from './common/observations.ts';
import { didYouMean } from './common/spelling.ts';
import { makeTemporaryFolder } from './common/temporary-folder.ts';
import type { DNS_ERRORS } from './dns-mock/errors.ts';
import type { EXTENSION_ERRORS } from './extension/errors.ts';
import type { GATEWAY_ERRORS } from './gateway/errors.ts';
import { fail, type HARNESS_ERRORS } from './harness/errors.ts';
import { type Harness, startHarness as startWholeHarness } from './harness/harness.ts';
import type { WorldSpec } from './harness/world-spec.ts';
import type { MODEL_ERRORS } from './model/errors.ts';
import type { PKI_ERRORS } from './pki/errors.ts';
import { javaTrustStore } from './pki/java-trust-store.ts';
import { catalogue } from './scenarios/catalogue.ts';
import type { SCENARIO_ERRORS } from './scenarios/errors.ts';
import { lookupWith } from './scenarios/reference-client.ts';
import type { SECRET_ERRORS } from './secret/errors.ts';
import { clientVariables } from './verify/environment.ts';
import type { VERIFY_ERRORS } from './verify/errors.ts';
import { judgeSeen, judging } from './verify/judge-seen.ts';
import type { Verdict } from './verify/verdict.ts';

/** The name of an error, stable; docs/errors.md has what each means and what to do. */
export type ErrorReason = ReasonOf<
  | typeof CONTROL_ERRORS
  | typeof DNS_ERRORS
  | typeof EXTENSION_ERRORS
  | typeof GATEWAY_ERRORS
  | typeof HARNESS_ERRORS
  | typeof MODEL_ERRORS
  | typeof PKI_ERRORS
  | typeof SCENARIO_ERRORS
  | typeof SECRET_ERRORS
  | typeof SHARED_ERRORS
  | typeof VERIFY_ERRORS
>;

export { type ErrorFields, type ExitStatus, MockError } from './common/errors.ts';
export type { ConnectionSummary, ObservationSummary, RequestSummary } from './common/observation-summary.ts';
export type {
  Alert,
  ClientHelloObserved,
  ClientOffer,
  ConnectionClosed,
  ConnectionHandedOn,
  ConnectionOpened,
  DnsQueryObserved,
  DnsUpdateObserved,
  ExtensionObserved,
  HandshakeObserved,
  KeyPlace,
  ListenerName,
  Observation,
  ObservationBody,
  RequestObserved,
  ResourceObserved,
  ResponseObserved,
  SecretObserved,
  TlsRecordObserved,
} from './common/observations.ts';
export type { DnsFault, DnsFaultKind, FaultType } from './dns-mock/faults.ts';
export type { RecordType, ZoneRecord } from './dns-mock/zone.ts';
export type { TypedSettings } from './extension/settings.ts';
export type { HttpFault } from './gateway/http/http-fault.ts';
export type { PlainHttp } from './gateway/listener-plan.ts';
export type { DeploymentSpec, Probe } from './gateway/routing/endpoints.ts';
export type { TlsKnobs, TlsVersion } from './gateway/tls/context.ts';
export type { WireFault } from './gateway/tls/wire-faults.ts';
export type { OtherRouter, Published, WorldEvent, WorldSpec } from './harness/world-spec.ts';
export type { ModelFault } from './model/faults.ts';
export type { KeyType } from './pki/key-pair.ts';
export type {
  CertificateRecipe,
  CertificateSpec,
  ChainRole,
  IssuedLeaf,
  KeyPurpose,
  KeyUsageName,
  RootRecipe,
  SelfSignedLeaf,
  SignatureHash,
} from './pki/recipe.ts';
export type { Finding, Verdict } from './verify/verdict.ts';

/** How a harness is started. Everything may be left out. */
export interface StartOptions {
  /** A scenario of the catalogue, by name or alias; a well-run endpoint where left out. */
  scenario?: string;
  /** A world of one's own instead. */
  world?: WorldSpec;
  /** The bearer key; a random one where left out. */
  key?: string;
  /** The folder that keeps the certificate authority between runs; in memory where left out. */
  stateDir?: string;
}

/** A running mock of azureml-fe with its DNS, its model and its certificate authority, on free ports of 127.0.0.1. */
export interface RunningHarness extends AsyncDisposable {
  /** Where to score, by the custom name. Another one after `use` where the scenario has another. */
  readonly scoringUri: string;
  /** The bearer key that a client is to send. */
  readonly key: string;
  /** What a client is to trust, PEM. Another one after `use` where the scenario has a root of its own. */
  readonly ca: string;
  /** The DNS server that knows the name of the scoring URI. */
  readonly dns: {
    /** An IP address. */
    address: string;
    /** UDP and TCP. */
    port: number;
  };
  /** Base URL of the control API. */
  readonly controlUrl: string;
  /** What a client in another process is to trust. */
  readonly trust: {
    /** A file with `ca`; kept up to date by `use`. */
    readonly caFile: string;
    /** Variables for a child process: `SCORING_*`, and those from which common runtimes read what to trust. */
    env(): Record<string, string>;
  };
  /**
   * An undici Agent that trusts the `ca` of now and resolves through the mock DNS. Each request has a connection of its
   * own with a whole handshake, so that what `use` has changed is felt at once. The caller closes it.
   */
  agent(): Agent;
  /** For `http.request`, `https.request`, axios and others that take Node's `lookup`. */
  readonly lookup: LookupFunction;
  /** Switches to another scenario and forgets what was seen. @throws MockError SCENARIO_UNKNOWN, HARNESS_CLOSED */
  use(scenario: string): Promise<void>;
  /** What was seen since the start or the last `use`. */
  observations(): ObservationSummary;
  /**
   * The first observation that `wanted` accepts, seen already or to come within `timeoutMs` (default 5000).
   *
   * @throws MockError OBSERVATION_TIMEOUT
   */
  waitFor(wanted: (observation: Observation) => boolean, timeoutMs?: number): Promise<Observation>;
  /**
   * Judges what the client did in the scenario in force, `valid` for a world of one's own, after its last connection was
   * closed.
   *
   * @param outcome whether the client itself reported a success; where left out, it is taken to have done so if and only
   *   if an answer was a success
   * @throws MockError VERDICT_NOT_POSSIBLE in a scenario that is not about clients, and in joined ones
   */
  verdict(outcome?: { succeeded: boolean }): Promise<Verdict>;
  /** Ends all connections, and resolves when the last socket is gone. */
  close(): Promise<void>;
}

/**
 * Starts a harness in this process.
 *
 * @throws MockError SCENARIO_UNKNOWN, OPTION_UNKNOWN, E40007 for a world that the router refuses to serve
 */
export async function startHarness(options: StartOptions = {}): Promise<RunningHarness> {
  refuseUnknown('startHarness', options, ['scenario', 'world', 'key', 'stateDir']);
  const harness = await startWholeHarness({
    catalogue,
    judging: async () => judging,
    log: silentLogger,
    stateDir: options.stateDir ?? null,
    world: options.world ?? {},
    tapWire: true,
    ...(options.scenario === undefined ? {} : { scenario: options.scenario }),
    ...(options.key === undefined ? {} : { key: options.key }),
  });
  try {
    return await withTrustFiles(harness);
  } catch (error) {
    await harness.close(0);
    throw error;
  }
}

async function withTrustFiles(harness: Harness): Promise<RunningHarness> {
  const { world } = harness;
  const folder = await makeTemporaryFolder('azureml-fe-mock-');
  const caFile = path.join(folder, 'ca.pem');
  const storeFile = path.join(folder, 'trust.jks');
  const writeTrust = async (): Promise<void> => {
    await Promise.all([writeFile(caFile, world.caPem), writeFile(storeFile, javaTrustStore([world.caPem]))]);
  };
  await writeTrust();
  const resolver = new Resolver();
  resolver.setServers([hostAndPort(world.dns.address, world.dns.port)]);
  const lookup = lookupWith(resolver);
  let closed = false;
  const open = (): void => {
    if (closed) throw fail('HARNESS_CLOSED', {});
  };
  const close = async (): Promise<void> => {
    closed = true;
    resolver.cancel();
    await harness.close(0);
    await rm(folder, { recursive: true, force: true });
  };
  return {
    get scoringUri() {
      return world.scoringUri;
    },
    get key() {
      return world.key;
    },
    get ca() {
      return world.caPem;
    },
    dns: { address: world.dns.address, port: world.dns.port },
    controlUrl: harness.controlUrl,
    trust: {
      caFile,
      env: () =>
        clientVariables({
          scoringUri: world.scoringUri,
          key: world.key,
          caFile,
          javaTrustStore: storeFile,
          proxyUrl: null,
        }),
    },
    agent: () => new Agent({ pipelining: 0, connect: { ca: world.caPem, lookup, maxCachedSessions: 0 } }),
    lookup,
    use: async (name) => {
      open();
      await harness.scenarios.use(name);
      world.observations.clear();
      await writeTrust();
    },
    observations: () => summarize(world.observations.all()),
    waitFor: (wanted, timeoutMs) => world.observations.waitFor(wanted, timeoutMs),
    verdict: async (outcome) => {
      refuseUnknown('verdict', outcome ?? {}, ['succeeded']);
      await world.idle();
      return judgeSeen({
        scenario: harness.scenarios.current() ?? 'valid',
        events: world.observations.all(),
        target: world.target,
        ...outcome,
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A misspelled option would be one that silently changes nothing. @throws MockError OPTION_UNKNOWN */
function refuseUnknown(call: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw fail('OPTION_UNKNOWN', {
      call,
      name,
      suggestion: didYouMean(name, known),
      known: known.join(', '),
    });
  }
}
