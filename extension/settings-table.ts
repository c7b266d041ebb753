/** The option that a setting belongs to. */
export type BagName = 'config' | 'configProtected';

export type SettingType = 'boolean' | 'string' | 'path' | 'enum';

/** One documented setting (article "Deploy Azure Machine Learning extension on AKS or Arc Kubernetes cluster"). */
export interface SettingRow {
  key: string;
  bag: BagName;
  type: SettingType;
  /** The values of an enum, as the article spells them; the CLI compares without case. */
  values?: readonly string[];
  default: string | null;
  rule: string;
}

export const SERVICE_TYPES = ['loadBalancer', 'nodePort', 'clusterIP'] as const;

export type ServiceType = (typeof SERVICE_TYPES)[number];

/** So many nodes the three routers of `inferenceRouterHA` need, for no two of them share one. */
export const NODES_FOR_HA = 3;

const row = (key: string, type: SettingType, fallback: string | null, rule: string): SettingRow => ({
  key,
  bag: 'config',
  type,
  default: fallback,
  rule,
});

/** Every documented setting. Their order is the article's, and that of suggestions of equal distance. */
export const SETTINGS: readonly SettingRow[] = [
  row('enableTraining', 'boolean', 'False', 'Training or inference must be true.'),
  row('enableInference', 'boolean', 'False', 'True brings the router; training or inference must be true.'),
  row('allowInsecureConnections', 'boolean', 'False', 'True is HTTP without TLS, for development and tests.'),
  {
    ...row(
      'inferenceRouterServiceType',
      'enum',
      null,
      'Required with inference. LoadBalancer is reached from outside.',
    ),
    values: SERVICE_TYPES,
  },
  {
    ...row('internalLoadBalancerProvider', 'enum', null, 'For AKS only; not together with nodePort.'),
    values: ['azure'],
  },
  row(
    'sslSecret',
    'string',
    null,
    'Secret in the namespace azureml with cert.pem and key.pem; or the PEM pair.',
  ),
  row(
    'sslCname',
    'string',
    null,
    'Required with a certificate; host of the scoring URI. Makes no DNS record.',
  ),
  row('inferenceRouterHA', 'boolean', 'True', 'Three routers, which need three nodes.'),
  row(
    'nodeSelector',
    'string',
    null,
    'Given as nodeSelector.<label>=<value>; update adds and replaces only.',
  ),
  row('installNvidiaDevicePlugin', 'boolean', 'False', 'For clusters with NVIDIA GPUs.'),
  row('installPromOp', 'boolean', 'True', 'False reuses a Prometheus operator from 9.3.4 to 30.0.1.'),
  row('installVolcano', 'boolean', 'True', 'For training only.'),
  row('installDcgmExporter', 'boolean', 'False', 'Metrics of GPUs.'),
  {
    ...row('sslCertPemFile', 'path', null, 'PEM chain; together with sslKeyPemFile, instead of sslSecret.'),
    bag: 'configProtected',
  },
  {
    ...row('sslKeyPemFile', 'path', null, 'PEM key without passphrase; together with sslCertPemFile.'),
    bag: 'configProtected',
  },
];

/** Settings that no article lists: the CLI makes most of them, and takes them from a person as well. */
export const HIDDEN_KEYS: readonly string[] = [
  'clusterPurpose',
  'isAKSMigration',
  'openshift',
  'domain',
  'location',
  'cluster_name',
  'cluster_name_friendly',
  'jobSchedulerLocation',
  'logAnalyticsWS',
  'relayServerConnectionString',
  'serviceBusConnectionString',
];

/** Settings whose name has a dot are values of the Helm chart; these are the families that are known of. */
export const CHART_FAMILIES: readonly string[] = [
  'scoringFe',
  'nginxIngress',
  'relayserver',
  'servicebus',
  'azure_log_analytics',
  'prometheus',
  'volcanoScheduler',
  'nodeSelector',
];

/** Names that were or are written in public instructions for a setting of another name. */
export const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['sslCertKeyFile', 'sslKeyPemFile'],
  ['inferenceLoadBalancerHA', 'inferenceRouterHA'],
  ['privateEndpointNodeport', 'inferenceRouterServiceType'],
  ['privateEndpointILB', 'internalLoadBalancerProvider'],
]);

const BY_KEY = new Map(SETTINGS.map((setting) => [setting.key, setting]));

/** The documented setting of exactly this name. */
export function findSetting(key: string): SettingRow | undefined {
  return BY_KEY.get(key);
}
