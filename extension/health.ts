import { type HealthCode, type HealthSeverity, healthCode } from './health-codes.ts';
import type { ExtensionSettings } from './settings.ts';
import { NODES_FOR_HA } from './settings-table.ts';

export { HEALTH_CODES, type HealthCode, type HealthSeverity } from './health-codes.ts';

/** The cluster that the extension is imagined to be installed on. */
export interface ClusterFacts {
  /** Null where it is not known; then nothing is said about it. */
  nodeCount: number | null;
  /** Does it give external addresses to Services of type LoadBalancer? */
  hasLoadBalancer: boolean;
  /** `managedClusters` is AKS, `connectedClusters` Arc. */
  clusterType: string;
  distribution?: string | null;
  infrastructure?: string | null;
}

/** What is wrong with the certificate in service or about to be, such as a MockError of E40007. */
export interface SecretFault {
  reason: string;
  message: string;
  remedy: string;
}

export interface HealthInput {
  settings: ExtensionSettings;
  cluster: ClusterFacts;
  secretFault: SecretFault | null;
  date: Date;
  durationMs: number;
  correlationId: string;
}

export interface HealthCheck {
  status: 'Passed' | 'Failed';
  name: string;
  errorCode?: string;
  /** What `errorCode` is called. */
  errorName?: string;
  errorMessage?: string;
  remedy?: string;
  severity?: HealthSeverity;
}

export interface HealthReport {
  durationMs: number;
  /** ISO 8601. */
  date: string;
  k8sDistribution: string;
  k8sInfrastructure: string;
  correlationId: string;
  troubleShootingGuide: string;
  checks: readonly HealthCheck[];
  healthy: boolean;
  /** Is one of the failed checks critical? Then the real extension is not installed. */
  blocked: boolean;
}

interface Finding {
  check: CheckName;
  code: HealthCode;
  message: string;
  remedy?: string;
}

const CHECK_NAMES = ['service', 'helmchart', 'clusterresource', 'info'] as const;

// ASSUMPTION: health-check-names: the names stand in reports that users have shown; which code belongs to which is
// not published beyond E45006, so each is put where its subject is. Changed by nothing: only the report shows it.
type CheckName = (typeof CHECK_NAMES)[number];

/**
 * Checks what the CLI leaves to the cluster: certificate, load balancer and nodes (article "Troubleshoot Azure Machine
 * Learning extension", "Error Code of HealthCheck"). Without inference there is no router, and all checks pass.
 */
export function checkHealth(input: HealthInput): HealthReport {
  const { cluster, date, durationMs, correlationId } = input;
  const findings = input.settings.enableInference ? findFaults(input) : [];
  const checks = CHECK_NAMES.flatMap((name): HealthCheck[] => {
    const own = findings.filter(({ check }) => check === name).map(toFailedCheck);
    return own.length === 0 ? [{ status: 'Passed', name }] : own;
  });
  const aks = isAks(cluster);
  return {
    durationMs,
    date: date.toISOString(),
    k8sDistribution: cluster.distribution ?? (aks ? 'aks' : 'generic'),
    k8sInfrastructure: cluster.infrastructure ?? (aks ? 'azure' : 'generic'),
    correlationId,
    troubleShootingGuide: 'https://aka.ms/arcmltsg',
    checks,
    healthy: findings.length === 0,
    blocked: findings.some(({ code }) => code.severity === 'critical'),
  };
}

function findFaults({ settings, cluster, secretFault }: HealthInput): Finding[] {
  const findings: Finding[] = [];
  const { inferenceRouterServiceType: type, internalLoadBalancerProvider: provider } = settings;
  const { nodeCount } = cluster;
  if (type === 'loadBalancer' && !cluster.hasLoadBalancer) {
    const message = 'inferenceRouterServiceType is LoadBalancer, and the cluster has no load balancer.';
    findings.push({ check: 'service', code: healthCode('E40001'), message });
  }
  if (provider === 'azure' && !isAks(cluster)) {
    const message = `internalLoadBalancerProvider is azure, and the cluster (${cluster.clusterType}) is not AKS.`;
    findings.push({ check: 'service', code: healthCode('E40003'), message });
  }
  if (secretFault !== null && !settings.allowInsecureConnections) {
    const { message, remedy } = secretFault;
    findings.push({ check: 'helmchart', code: healthCode('E40007'), message, remedy });
  }
  if (settings.inferenceRouterHA && nodeCount !== null && nodeCount < NODES_FOR_HA) {
    const message = `inferenceRouterHA is on, which needs ${NODES_FOR_HA} nodes; the cluster has ${nodeCount}.`;
    findings.push({ check: 'clusterresource', code: healthCode('E40002'), message });
  }
  return findings;
}

function toFailedCheck({ check, code, message, remedy }: Finding): HealthCheck {
  return {
    status: 'Failed',
    name: check,
    errorCode: code.code,
    errorName: code.name,
    errorMessage: message,
    remedy: remedy ?? code.remedy,
    severity: code.severity,
  };
}

function isAks({ clusterType, distribution }: ClusterFacts): boolean {
  return clusterType.toLowerCase() === 'managedclusters' || /^aks(_engine)?$/i.test(distribution ?? '');
}

/**
 * The report as text in the shape that the real one has in the ConfigMap `arcml-healthcheck`: the block `Report:`, an
 * empty line, then a line for each check.
 */
export function formatHealthReport(report: HealthReport): string {
  const head = [
    'Report:',
    `Duration: ${report.durationMs}ms`,
    `Date: ${report.date.replace('T', ' ').replace('Z', ' +0000 UTC')}`,
    `K8sDistribution: ${report.k8sDistribution}`,
    `K8sInfrastructure: ${report.k8sInfrastructure}`,
    `CorrelationId: ${report.correlationId}`,
    `TroubleShootingGuide: ${report.troubleShootingGuide}`,
  ];
  return `${[...head, '', ...report.checks.map(formatCheck)].join('\n')}\n`;
}

function formatCheck({ status, name, errorCode, errorName, errorMessage }: HealthCheck): string {
  const line = `Status: ${status} Name: ${name}`;
  return errorCode === undefined
    ? line
    : `${line} ErrorCode: ${errorCode} ErrorMessage: ${errorName}: ${errorMessage}`;
}
