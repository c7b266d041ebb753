import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { MockError } from '../common/errors.ts';
import { decideCreate } from './decide-create.ts';
import { decideUpdate } from './decide-update.ts';
import { type Accepted, type Decision, describeDecision } from './decision.ts';
import { fail } from './errors.ts';
import { type ClusterFacts, checkHealth, formatHealthReport, type HealthReport } from './health.ts';
import { asSent, mergeSettings } from './merge.ts';
import { openInFolder } from './pem-file.ts';
import {
  describeScoringAddress,
  formatScoringUri,
  type ListenAddress,
  type ScoringAddress,
} from './scoring-uri.ts';
import { readSettings, type TypedSettings } from './settings.ts';

/** The imagined cluster that the extension is installed on, where nothing else is said. */
export const DEFAULT_CLUSTER: ClusterFacts = {
  nodeCount: 3,
  hasLoadBalancer: true,
  clusterType: 'managedClusters',
};

/** The certificate in service. */
export interface ServedCertificate {
  fingerprint: string;
  notAfter: Date | null;
  names: string[];
}

/** A router whose extension can be created, changed and deleted. */
export interface ConfigurableRouter {
  /** Null while the extension is not installed. */
  readonly settings: TypedSettings | null;
  /** Where it listens; the HTTPS port also while it is closed. */
  readonly listens: ListenAddress;
  /** The endpoint that the scoring URI names. */
  readonly endpointName: string;
  readonly served: ServedCertificate | null;
  /** SHA-256 of a good secret on disk that is not served before the next update. */
  readonly waitingSecret: string | null;
  /** Takes other settings into service; null removes the extension. @throws MockError E40007, PORT_IN_USE and its like */
  configure(settings: TypedSettings | null): Promise<void>;
}

/** What the commands ask for: the words after `--config` and `--config-protected`. */
export interface ExtensionChange extends Partial<TypedSettings> {
  /** `--scope` of `create`. */
  scope?: string | null;
  /** Where relative paths of PEM files start; the harness's own folder where left out. */
  folder?: string;
}

/** The extension as the control API shows it. Protected values are not part of it. */
export interface ExtensionView {
  installed: boolean;
  config: Record<string, string>;
  configProtectedKeys: string[];
  /** Where clients find it, and what the user has to see to for that; null while it is not installed. */
  scoring: (ScoringAddress & { uri: string }) | null;
  served: ServedCertificate | null;
  /** SHA-256 of a good secret on disk that is not served before the next update. */
  waitingSecret: string | null;
  /** Of the last create or update; null before there was one. */
  healthReport: (HealthReport & { text: string }) | null;
}

/** An accepted change: the decision in the CLI's own terms, and what it came to. */
export type ExtensionOutcome = ReturnType<typeof describeDecision> & { extension: ExtensionView };

export interface ExtensionControl {
  show(): ExtensionView;
  /** @throws MockError EXTENSION_… where the CLI refuses, E4… where the health check does */
  create(change: ExtensionChange): Promise<ExtensionOutcome>;
  /** An update without settings takes the secret into service anew. @throws as `create` */
  update(change: ExtensionChange): Promise<ExtensionOutcome>;
  /**
   * Takes settings into service that passed the CLI's decision elsewhere: merged already, and complete.
   *
   * @throws MockError E4… where the health check refuses
   */
  install(settings: TypedSettings): Promise<void>;
  remove(): Promise<void>;
}

/** The `k8s-extension` commands on a running router: first the CLI's decision, then the cluster's health check. */
export function createExtensionControl(router: ConfigurableRouter, cluster: ClusterFacts): ExtensionControl {
  let report: HealthReport | null = null;

  const show = (): ExtensionView => ({
    installed: router.settings !== null,
    config: router.settings?.config ?? {},
    configProtectedKeys: Object.keys(router.settings?.configProtected ?? {}).sort(),
    scoring: describeScoring(router),
    served: router.served,
    waitingSecret: router.waitingSecret,
    healthReport: report === null ? null : { ...report, text: formatHealthReport(report) },
  });

  /** Takes settings into service if the cluster finds them healthy; otherwise what was there stays. */
  const install = async (settings: TypedSettings): Promise<void> => {
    const start = performance.now();
    const read = readSettings(settings.config, settings.configProtected);
    const check = (secretFault: MockError | null): HealthReport =>
      checkHealth({
        settings: read,
        cluster,
        secretFault,
        date: new Date(),
        durationMs: Math.round(performance.now() - start),
        correlationId: randomUUID(),
      });
    report = check(null);
    if (report.blocked) throw unhealthy(report);
    try {
      await router.configure(settings);
    } catch (error) {
      if (error instanceof MockError && error.code === 'E40007') report = check(error);
      throw error;
    }
  };

  return {
    show,
    create: async (change) => {
      const { scope = null, folder } = change;
      const decision = accepted(
        decideCreate({
          config: change.config ?? {},
          configProtected: change.configProtected ?? {},
          scope,
          clusterType: cluster.clusterType,
          nodeCount: cluster.nodeCount,
          distribution: cluster.distribution ?? null,
          openFile: openInFolder(folder),
        }),
      );
      const configProtected = withAbsolutePaths(change.configProtected ?? {}, folder);
      await install({ config: asSent(decision.effectiveConfig), configProtected });
      return { ...describeDecision(decision), extension: show() };
    },
    update: async (change) => {
      const existing = router.settings;
      if (existing === null) throw fail('EXTENSION_NOT_INSTALLED', {});
      const { folder } = change;
      const decision = accepted(
        decideUpdate({
          config: change.config ?? {},
          configProtected: change.configProtected ?? {},
          existing: existing.config,
          existingProtectedKeys: Object.keys(existing.configProtected),
          // The command line asked for confirmation already; the control API does not ask.
          yes: true,
          openFile: openInFolder(folder),
        }),
      );
      const configProtected = withAbsolutePaths(change.configProtected ?? {}, folder);
      await install(mergeSettings(existing, { config: asSent(decision.effectiveConfig), configProtected }));
      return { ...describeDecision(decision), extension: show() };
    },
    install,
    remove: async () => {
      if (router.settings === null) throw fail('EXTENSION_NOT_INSTALLED', {});
      await router.configure(null);
      report = null;
    },
  };
}

function describeScoring({ settings, listens, endpointName }: ConfigurableRouter): ExtensionView['scoring'] {
  if (settings === null) return null;
  const address = describeScoringAddress(readSettings(settings.config, settings.configProtected), listens);
  return { ...address, uri: formatScoringUri(address, endpointName) };
}

function accepted(decision: Decision): Accepted {
  if (decision.outcome !== 'ok') throw decision.error;
  return decision;
}

/** The first critical finding, which is what keeps the real extension from being installed. */
function unhealthy({ checks }: HealthReport): MockError {
  const found = checks.find(({ status, severity }) => status === 'Failed' && severity === 'critical');
  return fail('EXTENSION_UNHEALTHY', {
    code: found?.errorCode ?? '',
    name: found?.errorName ?? '',
    finding: found?.errorMessage ?? '',
    remedy: found?.remedy ?? '',
  });
}

const FILE_KEYS = ['sslCertPemFile', 'sslKeyPemFile'];

function withAbsolutePaths(bag: Record<string, string>, folder = process.cwd()): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bag).map(([key, value]) => [
      key,
      // An empty value is one that is not given, and must not become the folder.
      FILE_KEYS.includes(key) && value !== '' ? path.resolve(folder, value) : value,
    ]),
  );
}
