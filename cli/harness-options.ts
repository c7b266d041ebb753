import { createSecureContext } from 'node:tls';
import type { Logger } from '../common/logger.ts';
import type { ClusterFacts } from '../extension/health.ts';
import { parsePairs, type StoredCertificate, type TypedSettings } from '../extension/settings.ts';
import type { RouterChoices } from '../gateway/gateway.ts';
import type { HttpKnobs } from '../gateway/http/head-limits.ts';
import type { PlainHttp } from '../gateway/listener-plan.ts';
import type { Profile } from '../gateway/routing/profiles.ts';
import { parseTlsVersion, type TlsKnobs } from '../gateway/tls/context.ts';
import type { HarnessOptions } from '../harness/harness.ts';
import { DEFAULT_FQDN, defaultSettings, type WorldSpec } from '../harness/world-spec.ts';
import { loadScore } from '../model/load-score.ts';
import { readAnswers } from './answers-file.ts';
import { readEndpoints } from './endpoint-files.ts';
import { fail } from './errors.ts';
import { openKeyLog } from './key-log.ts';
import { createLog, type LogFormat } from './log.ts';
import { updateAccessFrom } from './update-key.ts';

/** The options that `start` and `gateway` share, as commander gives them. */
export interface GatewayFlags {
  config?: string[];
  configProtected?: string[];
  secretsDir: string;
  host: string;
  httpsPort: number;
  httpPort: number;
  controlPort: number;
  controlHost: string;
  controlAllowHost?: string[];
  endpoint?: string[];
  deployment?: string[];
  backend?: string[];
  key?: string;
  watchSecret?: boolean;
  tlsCiphers?: string;
  tlsCurves?: string;
  strictSecret?: boolean;
  workers: number;
  storedCertificate: StoredCertificate;
  answers?: string;
  tokenLifetime?: number;
  forwardAuthorization?: boolean;
  bodyLimit?: number;
  idleTimeout?: number;
  headerLimit?: number;
  headerFields?: number;
  acceptHttp10?: boolean;
  nodes: number;
  loadBalancer: boolean;
  arc?: boolean;
  plainHttp: PlainHttp;
  tlsMaxVersion: string;
  profile: Profile;
  seed?: number;
  tlsKeyLog?: string;
  logLevel: string;
  logFormat?: LogFormat;
}

export interface StartFlags extends GatewayFlags {
  dnsPort: number;
  dnsAnswersAll?: boolean;
  modelPort: number;
  score?: string;
  state: string;
  scenario?: string;
  readyFile?: string;
  proxy?: boolean;
  tlsRecords?: boolean;
  stopWithStdin?: boolean;
  newKey?: boolean;
  empty?: boolean;
  realTools?: boolean;
  kubernetesPort?: number;
  kubernetesHttp?: number;
  azurePort?: number;
  azureIdentityPort: number;
  operationDelay: number;
  dnsUpdateKey?: string[];
  json?: boolean;
}

/** What a person typed after `start`, as the harness takes it. */
export async function harnessOptions(flags: StartFlags): Promise<Omit<HarnessOptions, 'catalogue'>> {
  const log = createLog(flags.logLevel, flags.logFormat);
  return {
    log,
    stateDir: flags.state,
    world: worldFrom(flags),
    secretsDir: flags.secretsDir,
    cluster: clusterFrom(flags),
    host: flags.host,
    httpsPort: flags.httpsPort,
    httpPort: flags.httpPort,
    dnsPort: flags.dnsPort,
    dnsUpdate: await updateAccessFrom(flags.dnsUpdateKey),
    dnsAnswersAll: flags.dnsAnswersAll ?? false,
    modelPort: flags.modelPort,
    controlPort: flags.controlPort,
    controlHost: flags.controlHost,
    controlAllowedHosts: flags.controlAllowHost ?? [],
    watchSecret: flags.watchSecret ?? false,
    tapWire: 'few',
    profile: flags.profile,
    strictSecret: flags.strictSecret ?? false,
    workers: flags.workers,
    storedCertificate: flags.storedCertificate,
    routerChoices: await routerChoicesFrom(flags),
    seed: flags.seed ?? announcedSeed(log),
    endpoints: await readEndpoints(flags, (note) => log.warn({}, note)),
    ...toolsFrom(flags),
    ...(flags.tlsRecords === undefined ? {} : { tapWire: flags.tlsRecords }),
    ...(flags.key === undefined ? {} : { key: flags.key }),
    ...(flags.newKey === undefined ? {} : { newKey: flags.newKey }),
    ...(flags.scenario === undefined ? {} : { scenario: flags.scenario }),
    ...(flags.score === undefined ? {} : { score: await loadScore(flags.score) }),
    ...(flags.tlsKeyLog === undefined ? {} : { onKeyLog: openKeyLog(flags.tlsKeyLog, log) }),
  };
}

/** Where `--real-tools` opens both APIs. */
const TOOL_PORTS = { kubernetes: 6443, azure: 9443 };

function toolsFrom({ realTools = false, ...flags }: StartFlags): Pick<HarnessOptions, 'tools'> {
  // Plain HTTP is served beside HTTPS, so asking for it opens the API.
  const kubernetes = realTools || flags.kubernetesHttp !== undefined;
  const kubernetesPort = flags.kubernetesPort ?? (kubernetes ? TOOL_PORTS.kubernetes : null);
  const azurePort = flags.azurePort ?? (realTools ? TOOL_PORTS.azure : null);
  if (kubernetesPort === null && azurePort === null) return {};
  return {
    tools: {
      kubernetesPort,
      kubernetesHttpPort: flags.kubernetesHttp ?? null,
      azurePort,
      azureIdentityPort: flags.azureIdentityPort,
      operationDelayMs: flags.operationDelay,
    },
  };
}

/** The world of a person's own settings. */
function worldFrom(flags: StartFlags): WorldSpec {
  // Mounted, so that a renewal can be tried with the certificate that the harness makes.
  const spec: WorldSpec = { plainHttp: flags.plainHttp, tls: tlsKnobsFrom(flags), mountedSecret: true };
  if (flags.empty === true) return { ...spec, settings: null, records: [] };
  if (flags.config === undefined && flags.configProtected === undefined) return spec;
  return { ...spec, settings: settingsFrom(flags) };
}

/** OpenSSL is the one who knows whether a cipher list is one. */
function checkedCiphers(list: string): string {
  try {
    createSecureContext({ ciphers: list, maxVersion: 'TLSv1.2' });
    return list;
  } catch (error) {
    const expected = 'a cipher list of OpenSSL with a suite of TLS 1.2';
    throw fail('CLI_BAD_OPTION', { option: '--tls-ciphers', value: list, expected }, error);
  }
}

function checkedCurves(list: string): string {
  try {
    createSecureContext({ ecdhCurve: list });
    return list;
  } catch (error) {
    const expected = 'curves of OpenSSL, such as X25519:P-256:P-384';
    throw fail('CLI_BAD_OPTION', { option: '--tls-curves', value: list, expected }, error);
  }
}

/** What the options choose where the real router is not known. */
export async function routerChoicesFrom(flags: GatewayFlags): Promise<RouterChoices> {
  const { answers, tokenLifetime, forwardAuthorization, bodyLimit } = flags;
  return {
    ...(answers === undefined ? {} : { answers: await readAnswers(answers) }),
    ...(tokenLifetime === undefined ? {} : { tokenLifetimeMs: tokenLifetime * 1000 }),
    ...(forwardAuthorization === undefined ? {} : { forwardAuthorization }),
    ...(bodyLimit === undefined ? {} : { bodyLimitBytes: bodyLimit }),
    http: httpKnobsFrom(flags),
  };
}

function httpKnobsFrom(flags: GatewayFlags): HttpKnobs {
  const { idleTimeout, headerLimit, headerFields, acceptHttp10: http10 } = flags;
  return {
    ...(idleTimeout === undefined ? {} : { idleTimeoutMs: idleTimeout * 1000 }),
    ...(headerLimit === undefined ? {} : { headerLimitBytes: headerLimit }),
    ...(headerFields === undefined ? {} : { headerFieldLimit: headerFields }),
    ...(http10 === undefined ? {} : { http10 }),
  };
}

export function clusterFrom(flags: GatewayFlags): ClusterFacts {
  return {
    nodeCount: flags.nodes,
    hasLoadBalancer: flags.loadBalancer,
    clusterType: flags.arc === true ? 'connectedClusters' : 'managedClusters',
  };
}

export function tlsKnobsFrom(flags: GatewayFlags): TlsKnobs {
  return {
    maxVersion: parseTlsVersion('--tls-max-version', flags.tlsMaxVersion),
    ...(flags.tlsCiphers === undefined ? {} : { ciphers: checkedCiphers(flags.tlsCiphers) }),
    ...(flags.tlsCurves === undefined ? {} : { curves: checkedCurves(flags.tlsCurves) }),
  };
}

/**
 * The settings as typed, over the contract's defaults: a person who names only a secret or only a name need not repeat the
 * rest here. `k8s-extension create` is where they do, as in life.
 */
export function settingsFrom(flags: GatewayFlags): TypedSettings {
  const config = parsePairs(flags.config ?? []);
  const configProtected = parsePairs(flags.configProtected ?? [], '--config-protected');
  // An unset variable of a shell; without this the mock's own certificate would be served in its place.
  if (config.sslSecret?.trim() === '')
    throw fail('CLI_BAD_OPTION', {
      option: '--config',
      value: 'sslSecret=',
      expected: 'the name of a Secret',
    });
  const insecure = config.allowInsecureConnections?.toLowerCase() === 'true';
  const { sslCname, ...defaults } = defaultSettings(DEFAULT_FQDN).config;
  const name: Record<string, string> = insecure || sslCname === undefined ? {} : { sslCname };
  return { config: { ...defaults, ...name, ...config }, configProtected };
}

/** A random seed is printed, so that a run can be repeated. */
function announcedSeed(log: Logger): number {
  const seed = Math.floor(Math.random() * 2 ** 32);
  log.debug({ seed }, 'seed of the traffic choice');
  return seed;
}
