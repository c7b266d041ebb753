import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createMetrics } from '../apis/control/metrics.ts';
import { startControl } from '../apis/control/server.ts';
import type { ClientControl, ControlTargets, ScenarioControl } from '../apis/control/targets.ts';
import { reachableAddress } from '../common/addresses.ts';
import { notWritable } from '../common/not-writable.ts';
import { describeScenario, type ScenarioSummary } from '../common/scenario-summary.ts';
import { writeAtomically } from '../common/write-atomically.ts';
import {
  createExtensionControl,
  DEFAULT_CLUSTER,
  type ExtensionControl,
} from '../extension/extension-control.ts';
import type { ClusterFacts } from '../extension/health.ts';
import { newEndpointKey } from '../gateway/routing/authorization.ts';
import { openAuthority } from '../pki/authority.ts';
import type { NamedWorld } from './combine-worlds.ts';
import { type Judging, seenSince } from './judging.ts';
import { observedExtension } from './observed-extension.ts';
import { pageTarget } from './page-target.ts';
import { type ReadyInfo, readyInfo } from './ready-info.ts';
import { ScenarioHosts, scenarioNames } from './scenario-hosts.ts';
import { keyOf, makeStateFolder } from './state-folder.ts';
import { openSecrets, openToolsLazily } from './tools/lazily.ts';
import type { ToolsInfo, ToolsOptions } from './tools/open-tools.ts';
import { newStream, startWorld, type World, type WorldOptions } from './world.ts';
import type { WorldSpec } from './world-spec.ts';

export type { ReadyInfo } from './ready-info.ts';

/** The catalogue as the harness needs it: worlds by name. It is handed in, because worlds do not know scenarios. */
export interface Catalogue {
  list(): ScenarioSummary[];
  /** All worlds that a client can be sent into. */
  worlds(): NamedWorld[];
  /** One of them by name or alias, or several joined with `--`. @throws MockError SCENARIO_… */
  world(name: string): NamedWorld;
}

export interface HarnessOptions extends Omit<WorldOptions, 'authority'> {
  /** The folder that keeps the authority between runs; null keeps everything in memory. */
  stateDir: string | null;
  world: WorldSpec;
  catalogue: Catalogue;
  /** The judge of `POST /verdict`; the route is not there where it is left out. */
  judging?: () => Promise<Judging>;
  /** Puts a new bearer key into the state folder; otherwise the one that it keeps is used, unless `key` is given. */
  newKey?: boolean;
  /** A scenario to start in. */
  scenario?: string;
  /** The imagined cluster that the extension is installed on. */
  cluster?: ClusterFacts;
  controlHost?: string;
  controlPort?: number;
  controlAllowedHosts?: string[];
  /** The APIs for real tools, on the address of the control API; closed where left out. */
  tools?: ToolsOptions;
}

export interface Harness {
  readonly world: World;
  readonly controlUrl: string;
  /** How real tools reach it; null where their APIs are closed. */
  readonly tools: ToolsInfo | null;
  readonly scenarios: ScenarioControl;
  ready(): ReadyInfo;
  close(graceMs?: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts everything in one process: authority, world, control API.
 *
 * @throws MockError where a port, a folder, a setting, a secret or a scenario's name is not right
 */
export async function startHarness(options: HarnessOptions): Promise<Harness> {
  const { stateDir, catalogue, log } = options;
  const first = options.scenario === undefined ? null : catalogue.world(options.scenario);
  if (stateDir !== null) await makeStateFolder(stateDir);
  const authority = await openAuthority({
    stateDir: stateDir === null ? null : path.join(stateDir, 'authority'),
    log,
  });
  const host = options.host ?? '127.0.0.1';
  const shared = newStream();
  const key = options.key ?? (stateDir === null ? newEndpointKey() : await keyOf(stateDir, options.newKey));
  const hosts = new ScenarioHosts({
    find: (name) => catalogue.world(name).world,
    options: { authority, log, key, shared, tapWire: options.tapWire },
  });
  const secrets = await openSecrets(options.tools, options.secretsDir ?? '.');
  const world = await startWorld(first?.world ?? options.world, {
    ...options,
    ...(secrets === null ? {} : { secretsDirFor: (name) => secrets.dirFor(name) }),
    authority,
    key,
    shared,
    otherNames: scenarioNames(catalogue.worlds(), reachableAddress(host)),
    divert: hosts.divert,
  }).catch(async (error: unknown) => {
    await secrets?.close();
    throw error;
  });
  const apis: { close(): Promise<void> }[] = [];
  const close = async (graceMs = 5000): Promise<void> => {
    await Promise.all([world.close(graceMs), hosts.close()]);
    await Promise.all(apis.map((api) => api.close()));
    await secrets?.close();
  };
  try {
    const caFile = stateDir === null ? null : path.resolve(stateDir, 'ca.pem');
    await writeCa(caFile, world.caPem);
    // A renewed certificate may end in another root. What is served then is known one turn later.
    shared.observations.subscribe((seen) => {
      if (seen.kind !== 'secret' || !seen.served) return;
      setImmediate(() => void writeCa(caFile, world.caPem).catch((error) => log.error({}, error.message)));
    });
    const cluster = options.cluster ?? DEFAULT_CLUSTER;
    const extension = observedExtension(createExtensionControl(world, cluster), shared.observations.emit);
    const listen = {
      host: options.controlHost ?? '127.0.0.1',
      allowedHosts: options.controlAllowedHosts ?? [],
      log,
    };
    const tools = await openToolsLazily(options.tools, {
      ...listen,
      world,
      extension,
      cluster,
      authority,
      secrets,
      stateDir,
    });
    if (tools !== null) apis.push(tools);
    const scenarios = scenarioControl(options, world, first?.name ?? null, async () => {
      await writeCa(caFile, world.caPem);
      await tools?.refreshTrust();
    });
    const toolsInfo = tools?.info ?? null;
    const parts = {
      ...controlTargets(world, hosts, scenarios, extension, toolsInfo),
      page: pageTarget({ world, options: { authority, log }, caFile }),
      ...(options.judging === undefined ? {} : { client: clientControl(world, scenarios, options.judging) }),
    };
    const control = await startControl({ ...listen, port: options.controlPort ?? 0, parts });
    apis.push(control);
    return {
      world,
      scenarios,
      controlUrl: control.url,
      tools: toolsInfo,
      ready: () => readyInfo(world, control.url, caFile, toolsInfo),
      close,
      [Symbol.asyncDispose]: () => close(0),
    };
  } catch (error) {
    await close(0);
    throw error;
  }
}

function controlTargets(
  world: World,
  hosts: ScenarioHosts,
  scenarios: SwitchControl,
  extension: ExtensionControl,
  tools: ToolsInfo | null,
): ControlTargets {
  return {
    observations: world.observations,
    health: () => ({
      fqdn: world.fqdn,
      scoringUri: world.scoringUri,
      scenario: scenarios.current(),
      served: world.gateway.served,
      dns: { address: world.dns.address, port: world.dns.port },
      tools,
    }),
    caPem: async (host) => (host === undefined ? null : await hosts.caPem(host)) ?? world.caPem,
    dns: world.dns,
    extension,
    endpoints: world.gateway.router,
    metrics: createMetrics(world.observations, world.gateway),
    flushed: () => world.gateway.flushed(),
    scenarios,
  };
}

function clientControl(
  world: World,
  scenarios: SwitchControl,
  judging: () => Promise<Judging>,
): ClientControl {
  const seen = () => seenSince(world.observations.all(), scenarios.since());
  return {
    settings: () => ({ scoringUri: world.scoringUri, key: world.key, ca: world.caPem }),
    verdict: async (succeeded) => {
      await world.idle();
      return (await judging()).verdict({
        scenario: scenarios.current() ?? 'valid',
        events: seen(),
        target: world.target,
        ...(succeeded === undefined ? {} : { succeeded }),
      });
    },
    timeline: async () => (await judging()).timeline(seen()),
  };
}

interface SwitchControl extends ScenarioControl {
  /** When the world in force was switched to, on the clock of the observations. */
  since(): number;
}

function scenarioControl(
  { catalogue, log, world: initial }: HarnessOptions,
  world: World,
  first: string | null,
  onSwitch: () => Promise<void>,
): SwitchControl {
  let current = first;
  let since = 0;
  const report = (): void => {
    const found = catalogue.list().find(({ name }) => name === current);
    log.info(
      { scenario: current },
      found === undefined
        ? `Scenario: ${current ?? 'none, the world is as it was started'}`
        : `Scenario: ${describeScenario(found)} ${found.lesson}`,
    );
  };
  return {
    list: () => catalogue.list(),
    current: () => current,
    since: () => since,
    use: async (name) => {
      const found = catalogue.world(name);
      await world.apply(found.world);
      current = found.name;
      since = world.observations.now();
      report();
      await onSwitch();
    },
    reset: async () => {
      await world.apply(initial);
      current = null;
      since = world.observations.now();
      report();
      await onSwitch();
    },
  };
}

/** Writes what a client is to trust, in one step, so that a client that starts just now reads a whole file. */
async function writeCa(file: string | null, pem: string): Promise<void> {
  if (file === null) return;
  const dir = path.dirname(file);
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    // A state folder that can only be read serves as well, as long as it holds what would be written.
    if ((await readFile(file, 'utf8').catch(() => null)) === pem) return;
    await writeAtomically(file, pem, 0o644);
  } catch (error) {
    throw notWritable(dir, error, '--state');
  }
}
