import { advise } from './advice.ts';
import { isTrue, lookUp, showValue, type TypedBags } from './bags.ts';
import { correctSettings } from './correct.ts';
import type { Decision, Refusal } from './decision.ts';
import { type Draft, effectOf, refuse, startDraft } from './draft.ts';
import { fail } from './errors.ts';
import type { OpenFile } from './pem-file.ts';
import { hasPemPair, takePemPair } from './pem-pair.ts';
import { refuseUnknownServiceType } from './refuse-service-type.ts';
import { serviceTypeOf } from './service-type.ts';
import { NODES_FOR_HA } from './settings-table.ts';

/** `k8s-extension create` and the cluster it is for. */
export interface CreateRequest extends TypedBags {
  /** `--scope`; null where it is not given. */
  scope: string | null;
  /** `--cluster-type`: `managedClusters` for AKS, `connectedClusters` for Arc. */
  clusterType: string;
  /** Nodes of the cluster; null where the CLI could not find out. */
  nodeCount: number | null;
  /** The cluster's Kubernetes distribution, as Azure knows it. */
  distribution?: string | null;
  /** Opens the PEM files. */
  openFile: OpenFile;
}

/**
 * Decides as `az k8s-extension create` does for Microsoft.AzureML.Kubernetes: the same checks in the same order, the
 * first that fails counts. Key, chain, expiry and name are not among them; the health check has those (E40007).
 */
export function decideCreate(request: CreateRequest): Decision {
  const draft = startDraft(request);
  const refusal =
    refuseScope(request.scope) ??
    refuseDuplicates(draft) ??
    refuseNothingEnabled(draft) ??
    (isTrue(lookUp(draft, 'enableInference')) ? takeInference(draft, request.openFile) : null);

  const typed = { ...request, operation: 'create' as const };
  const common = {
    operation: typed.operation,
    warnings: draft.warnings,
    confirmations: [],
    genericConfirmation: null,
    advice: advise({ ...typed, errorKind: refusal?.errorKind ?? null }),
    corrected: correctSettings(typed),
  };
  if (refusal !== null) return { ...common, ...refusal, message: refusal.error.message };

  writeComponents(draft);
  writeCluster(draft, request);
  writeDefault(draft, 'nginxIngress.enabled', request.clusterType === 'managedClusters' ? 'true' : 'false');
  return { ...common, outcome: 'ok', message: 'The settings are sent to Azure.', ...effectOf(draft) };
}

function refuseScope(scope: string | null): Refusal | null {
  if (scope !== 'namespace') return null;
  const error = fail('EXTENSION_SCOPE', { scope });
  return refuse('InvalidArgumentValueError', 'namespace-scope', 'create/scope', ['scope'], error);
}

function refuseDuplicates(draft: Draft): Refusal | null {
  const twice = Object.keys(draft.config).filter((key) => Object.hasOwn(draft.configProtected, key));
  if (twice.length === 0) return null;
  draft.warnings.push(...twice.sort().map((key) => `duplicate-key:${key}`));
  const values = { keys: twice.join(', '), protectedKeys: 'sslCertPemFile and sslKeyPemFile' };
  const error = fail('EXTENSION_DUPLICATE_KEYS', values);
  return refuse('InvalidArgumentValueError', 'duplicate-keys', 'create/duplicate-keys', [], error);
}

const COMPONENTS = ['enableTraining', 'enableInference'] as const;

function refuseNothingEnabled(draft: Draft): Refusal | null {
  if (COMPONENTS.some((key) => isTrue(lookUp(draft, key)))) return null;
  const given = COMPONENTS.map((key) => describe(draft, key)).join(', ');
  const error = fail('EXTENSION_NOTHING_ENABLED', { given });
  return refuse('InvalidArgumentValueError', 'nothing-enabled', 'create/nothing-enabled', COMPONENTS, error);
}

function takeInference(draft: Draft, openFile: OpenFile): Refusal | null {
  if (isTrue(lookUp(draft, 'isAKSMigration'))) {
    draft.config['scoringFe.namespace'] = 'default';
    draft.config.isAKSMigration = 'true';
  }
  return (
    refuseCertificate(draft) ??
    refuseServiceType(draft) ??
    takeServiceType(draft) ??
    takeCertificate(draft, openFile)
  );
}

function refuseCertificate(draft: Draft): Refusal | null {
  const secret = lookUp(draft, 'sslSecret');
  if (!hasPemPair(draft) && !secret) {
    if (isTrue(lookUp(draft, 'allowInsecureConnections'))) return null;
    const keys = ['sslCertPemFile', 'sslKeyPemFile', 'sslSecret', 'allowInsecureConnections'];
    const error = fail('EXTENSION_CERTIFICATE_MISSING', { given: describeCertificate(draft) });
    return refuse('InvalidArgumentValueError', 'ssl-missing', 'create/ssl-material', keys, error);
  }
  if (lookUp(draft, 'sslCname')) return null;
  const given = hasPemPair(draft)
    ? 'sslCertPemFile and sslKeyPemFile'
    : `sslSecret=${showValue(secret ?? '')}`;
  const error = fail('EXTENSION_CNAME_MISSING', { given, state: state(draft, 'sslCname') });
  return refuse('InvalidArgumentValueError', 'cname-missing', 'create/cname', ['sslCname'], error);
}

function refuseServiceType(draft: Draft): Refusal | null {
  const key = 'inferenceRouterServiceType';
  const value = lookUp(draft, key);
  if (serviceTypeOf(value) !== null) return null;
  const mentions = [key, 'internalLoadBalancerProvider'];
  if (!value) {
    const error = fail('EXTENSION_SERVICE_TYPE_MISSING', { state: state(draft, key) });
    return refuse(
      'InvalidArgumentValueError',
      'service-type-missing',
      'create/service-type',
      mentions,
      error,
    );
  }
  return refuseUnknownServiceType('create', String(value), mentions);
}

function takeServiceType(draft: Draft): Refusal | null {
  const type = lookUp(draft, 'inferenceRouterServiceType') ?? '';
  const provider = lookUp(draft, 'internalLoadBalancerProvider') ?? '';
  const nodePort = serviceTypeOf(type) === 'nodePort';
  const internal = String(provider).toLowerCase() === 'azure';
  if (nodePort && internal) {
    const error = fail('EXTENSION_NODE_PORT_WITH_PROVIDER', {
      type: String(type),
      provider: String(provider),
    });
    const mentions = ['inferenceRouterServiceType', 'internalLoadBalancerProvider'];
    return refuse(
      'MutuallyExclusiveArgumentError',
      'nodeport-with-azure-ilb',
      'create/nodeport-ilb',
      mentions,
      error,
    );
  }
  if (nodePort) draft.config['scoringFe.serviceType.nodePort'] = true;
  if (internal) {
    draft.config['scoringFe.serviceType.internalLoadBalancer'] = true;
    draft.warnings.push('ilb-aks-only');
  }
  return null;
}

function takeCertificate(draft: Draft, openFile: OpenFile): Refusal | null {
  if (isTrue(lookUp(draft, 'allowInsecureConnections'))) {
    draft.warnings.push('ssl-disabled');
    return null;
  }
  if (hasPemPair(draft)) return takePemPair(draft, openFile);
  draft.config['scoringFe.sslSecret'] = lookUp(draft, 'sslSecret') ?? '';
  return null;
}

/** Both components end up in the plain bag, with the typed word where there was one. */
function writeComponents(draft: Draft): void {
  for (const key of COMPONENTS) {
    writeDefault(draft, key, isTrue(lookUp(draft, key)));
    delete draft.configProtected[key];
  }
}

/** The cluster types whose nodes the CLI counts. */
const COUNTED = ['managedclusters', 'connectedclusters'];

/** Where the CLI cannot find out the number of nodes, it does not get to the distribution either. */
function writeCluster(draft: Draft, { nodeCount, clusterType, distribution }: CreateRequest): void {
  if (nodeCount === null) return;
  if (nodeCount < NODES_FOR_HA && COUNTED.includes(clusterType.toLowerCase())) {
    if (lookUp(draft, 'clusterPurpose') === undefined) draft.config.clusterPurpose = 'DevTest';
    if (lookUp(draft, 'inferenceRouterHA') === undefined) draft.config.inferenceRouterHA = 'false';
  }
  if (distribution?.toLowerCase() === 'openshift') draft.config.openshift = 'true';
}

function writeDefault(draft: Draft, key: string, value: string | boolean): void {
  if (!Object.hasOwn(draft.config, key)) draft.config[key] = value;
}

function describe(draft: Draft, key: string): string {
  const value = lookUp(draft, key);
  return value === undefined ? `no ${key}` : `${key}=${showValue(value)}`;
}

function state(draft: Draft, key: string): string {
  return lookUp(draft, key) === undefined ? 'is not given' : 'is empty';
}

function describeCertificate(draft: Draft): string {
  const inPlainBag = ['sslCertPemFile', 'sslKeyPemFile'].filter((key) => draft.config[key]);
  if (inPlainBag.length > 0) return `${inPlainBag.join(' and ')} in --config, where the CLI does not look`;
  const alone = ['sslCertPemFile', 'sslKeyPemFile'].find((key) => draft.configProtected[key]);
  if (alone !== undefined) return `${alone} alone`;
  return `${describe(draft, 'sslSecret')}, ${describe(draft, 'allowInsecureConnections')}`;
}
