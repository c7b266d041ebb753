import type { Advice, AdviceCase } from './advice-case.ts';
import { isTrue, lookUp, showValue } from './bags.ts';
import { serviceTypeOf } from './service-type.ts';
import { NODES_FOR_HA, SETTINGS } from './settings-table.ts';

/** Values that the CLI takes and that do not say what they seem to. */
export function adviseOnValues(typed: AdviceCase): Advice[] {
  return [
    ...adviseOnBooleans(typed),
    ...adviseOnCname(typed),
    ...adviseOnSecret(typed),
    ...adviseOnPaths(typed),
    ...adviseOnProvider(typed),
    ...adviseOnReplicas(typed),
    ...adviseOnNodeSelector(typed),
    ...adviseOnInsecure(typed),
  ];
}

function adviseOnBooleans(typed: AdviceCase): Advice[] {
  return SETTINGS.filter(({ type }) => type === 'boolean').flatMap(({ key }): Advice[] => {
    const value = lookUp(typed, key);
    if (value === undefined || /^(true|false)$/i.test(String(value))) return [];
    const sentence = `${key}=${showValue(value)} counts as false: only the word true, in any case, is true.`;
    return [{ code: 'not-a-boolean', key, sentence, suggestion: `${key}=True` }];
  });
}

function adviseOnCname(typed: AdviceCase): Advice[] {
  const key = 'sslCname';
  const name = lookUp(typed, key);
  if (typeof name !== 'string' || name === '') return [];
  if (name.includes('*')) {
    const sentence = `sslCname=${showValue(name)} becomes the host of the scoring URI, and no client can call a wildcard. A wildcard belongs in the certificate.`;
    return [{ code: 'cname-is-wildcard', key, sentence, suggestion: `${key}=${name.replace('*', 'www')}` }];
  }
  if (/^[^\s/:]+$/.test(name)) return [];
  const host = name
    .trim()
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/:\s].*$/, '');
  const sentence = `sslCname="${showValue(name)}" is used as a host as it stands; it takes a bare name, without scheme, port and path.`;
  return [
    { code: 'cname-is-no-name', key, sentence, ...(host === '' ? {} : { suggestion: `${key}=${host}` }) },
  ];
}

/** RFC 1123 subdomain, which Kubernetes asks of the name of a Secret. */
const SECRET_NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

function adviseOnSecret(typed: AdviceCase): Advice[] {
  const key = 'sslSecret';
  const name = lookUp(typed, key);
  if (typeof name !== 'string' || name === '' || (SECRET_NAME.test(name) && name.length <= 253)) return [];
  const sentence = `sslSecret="${showValue(name)}" cannot be the name of a Kubernetes Secret. It is the bare name; the namespace is always azureml.`;
  const bare = name.slice(name.lastIndexOf('/') + 1);
  const suggestion = SECRET_NAME.test(bare) ? { suggestion: `${key}=${bare}` } : {};
  return [{ code: 'secret-name-invalid', key, sentence, ...suggestion }];
}

function adviseOnPaths(typed: AdviceCase): Advice[] {
  return ['sslCertPemFile', 'sslKeyPemFile'].flatMap((key): Advice[] => {
    if (!String(lookUp(typed, key) ?? '').includes('-----BEGIN')) return [];
    const sentence = `${key} holds PEM text; it takes the path of the file. The text is now in the history of the shell.`;
    return [{ code: 'pem-instead-of-path', key, sentence }];
  });
}

function adviseOnProvider(typed: AdviceCase): Advice[] {
  const key = 'internalLoadBalancerProvider';
  const provider = String(lookUp(typed, key) ?? '');
  if (provider === '') return [];
  if (provider.toLowerCase() !== 'azure') {
    const sentence = `${key}=${showValue(provider)} asks for no internal load balancer: the only provider is azure.`;
    return [{ code: 'provider-unknown', key, sentence, suggestion: `${key}=azure` }];
  }
  const type = serviceTypeOf(lookUp(typed, 'inferenceRouterServiceType'));
  const clash = type === 'clusterIP' || (type === 'nodePort' && typed.operation === 'update');
  if (!clash) return [];
  const sentence = `${key}=azure is for inferenceRouterServiceType=LoadBalancer; ${type} has no load balancer.`;
  return [{ code: 'provider-without-balancer', key, sentence }];
}

function adviseOnReplicas({ nodeCount, ...typed }: AdviceCase): Advice[] {
  const key = 'inferenceRouterHA';
  if (
    nodeCount === undefined ||
    nodeCount === null ||
    nodeCount >= NODES_FOR_HA ||
    !isTrue(lookUp(typed, key))
  )
    return [];
  const sentence = `${key}=True needs ${NODES_FOR_HA} nodes and there ${nodeCount === 1 ? 'is 1' : `are ${nodeCount}`}: the health check will report E40002.`;
  return [{ code: 'too-few-nodes', key, sentence, suggestion: `${key}=False` }];
}

function adviseOnNodeSelector(typed: AdviceCase): Advice[] {
  const key = 'nodeSelector';
  const value = lookUp(typed, key);
  if (value === undefined) return [];
  const sentence = `${key} takes the label in its name: nodeSelector.<label>=<value>.`;
  return [
    {
      code: 'node-selector-without-label',
      key,
      sentence,
      suggestion: `nodeSelector.LABEL=${showValue(value)}`,
    },
  ];
}

function adviseOnInsecure(typed: AdviceCase): Advice[] {
  const key = 'allowInsecureConnections';
  if (typed.operation !== 'create' || !isTrue(lookUp(typed, key))) return [];
  const idle = ['sslSecret', 'sslCname', 'sslCertPemFile', 'sslKeyPemFile'].filter((each) =>
    lookUp(typed, each),
  );
  if (idle.length === 0) return [];
  const sentence = `${key}=True serves plain HTTP; ${idle.join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect beside it.`;
  return [{ code: 'certificate-unused', key, sentence }];
}
