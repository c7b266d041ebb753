/** The sentences for the labels of a decision. */
const WARNINGS: Readonly<Record<string, string>> = {
  'troubleshooting-hint': 'Troubleshooting: https://aka.ms/arcmltsg',
  'ilb-aks-only': 'An internal load balancer works on AKS (and AKS Engine) only.',
  'ssl-disabled':
    'TLS is off: requests, keys and answers are not encrypted. HTTP is for development and tests only.',
};

const CONFIRMATIONS: Readonly<Record<string, string>> = {
  'impact:jobs': 'Running jobs are hit by this update.',
  'impact:online-endpoints-and-deployments':
    'Active online endpoints and deployments are hit by this update.',
  'item:enableTraining-off': 'Because enableTraining is switched off.',
  'item:enableInference-off': 'Because enableInference is switched off.',
  'item:installNvidiaDevicePlugin-off': 'Because installNvidiaDevicePlugin is switched off.',
  'item:allowInsecureConnections': 'Because allowInsecureConnections is given.',
  'item:inferenceRouterServiceType': 'Because inferenceRouterServiceType is given.',
  'item:internalLoadBalancerProvider': 'Because internalLoadBalancerProvider is given.',
  'item:sslCname': 'Because sslCname is given.',
  'item:nodeSelector':
    'Because a nodeSelector is given. An update adds and replaces node selectors; it removes none.',
};

/** What `update` asks before any change of settings. */
export const GENERIC_CONFIRMATION =
  'Changed settings may leave the extension in a state that it does not support. Go on?';

/** The sentence for a label of `Decision.warnings`. */
export function describeWarning(label: string): string {
  const [kind, key] = label.split(/:(.*)/s);
  if (kind === 'duplicate-key') return `${key} is given in --config and in --config-protected.`;
  return WARNINGS[label] ?? label;
}

/** The sentence for a label of `Decision.confirmations`. */
export function describeConfirmation(label: string): string {
  return CONFIRMATIONS[label] ?? label;
}
