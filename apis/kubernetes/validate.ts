import { type Cause, invalidValue, requiredValue, unsupportedValue } from './api-error.ts';
import { isObject, type JsonObject, listAt, numberAt, objectAt, same, textAt } from './json.ts';
import type { Kind } from './kinds.ts';
import { LIMITS } from './limits.ts';
import { LABEL, LABEL_WORDS, metadataCauses } from './metadata-rules.ts';

const CONFIG_KEY = /^[-._a-zA-Z0-9]+$/;
const CONFIG_KEY_WORDS =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/**
 * What is wrong with an object, in the words and fields of the real server; [] where nothing is.
 * @param before the object that is updated, or null for a new one
 */
export function validate(kind: Kind, object: JsonObject, before: JsonObject | null): Cause[] {
  const causes = [...metadataCauses(kind, object, before), ...(CHECKS[kind.kind]?.(object, before) ?? [])];
  return causes;
}

const CHECKS: Record<string, (object: JsonObject, before: JsonObject | null) => Cause[]> = {
  Secret: secretCauses,
  ConfigMap: configMapCauses,
  Service: serviceCauses,
  Pod: (object, before) =>
    before === null ? containerCauses(objectAt(object, 'spec'), 'spec') : podUpdateCauses(object, before),
  Deployment: workloadCauses,
  ReplicaSet: workloadCauses,
};

function secretCauses(object: JsonObject, before: JsonObject | null): Cause[] {
  const data = objectAt(object, 'data');
  const type = textAt(object, 'type');
  const size = Object.values(data).reduce(
    (sum: number, value) => sum + Math.floor((String(value).length * 3) / 4),
    0,
  );
  const immutable = before !== null && objectAt(before).immutable === true;
  return [
    ...(before !== null && textAt(before, 'type') !== type
      ? [invalidValue('type', type, 'field is immutable')]
      : []),
    ...(immutable && !same(objectAt(before ?? {}, 'data'), data) ? [frozen('data')] : []),
    ...Object.keys(data).flatMap((key) => configKeyCauses('data', key)),
    ...tooLarge(size),
    ...requiredKeys(type, data),
  ];
}

function frozen(field: string): Cause {
  return {
    reason: 'FieldValueForbidden',
    message: 'Forbidden: field is immutable when `immutable` is set',
    field,
  };
}

/** The keys that a type of Secret has to have. */
function requiredKeys(type: string, data: JsonObject): Cause[] {
  switch (type) {
    case 'kubernetes.io/tls':
      return ['tls.crt', 'tls.key']
        .filter((key) => !Object.hasOwn(data, key))
        .map((key) => requiredValue(`data[${key}]`));
    case 'kubernetes.io/basic-auth':
      return Object.hasOwn(data, 'username') || Object.hasOwn(data, 'password')
        ? []
        : [requiredValue('data[username]'), requiredValue('data[password]')];
    case 'kubernetes.io/ssh-auth':
      return textAt(data, 'ssh-privatekey') === '' ? [requiredValue('data[ssh-privatekey]')] : [];
    case 'kubernetes.io/dockerconfigjson':
      return Object.hasOwn(data, '.dockerconfigjson') ? [] : [requiredValue('data[.dockerconfigjson]')];
    default:
      return [];
  }
}

function configMapCauses(object: JsonObject, before: JsonObject | null): Cause[] {
  const [data, binary] = [objectAt(object, 'data'), objectAt(object, 'binaryData')];
  const size = [...Object.values(data), ...Object.values(binary)].reduce(
    (sum: number, value) => sum + String(value).length,
    0,
  );
  const immutable = before !== null && objectAt(before).immutable === true;
  return [
    ...(immutable && !same(objectAt(before ?? {}, 'data'), data) ? [frozen('data')] : []),
    ...Object.keys(data).flatMap((key) => configKeyCauses('data', key)),
    ...Object.keys(binary).flatMap((key) => configKeyCauses('binaryData', key)),
    ...Object.keys(data)
      .filter((key) => Object.hasOwn(binary, key))
      .map((key) => invalidValue(`data[${key}]`, key, 'duplicate of key present in binaryData')),
    ...tooLarge(size),
  ];
}

function configKeyCauses(field: string, key: string): Cause[] {
  if (key.length > 253) return [invalidValue(`${field}[${key}]`, key, 'must be no more than 253 characters')];
  if (key === '.' || key === '..') return [invalidValue(`${field}[${key}]`, key, `must not be '${key}'`)];
  return CONFIG_KEY.test(key) ? [] : [invalidValue(`${field}[${key}]`, key, CONFIG_KEY_WORDS)];
}

function tooLarge(size: number): Cause[] {
  if (size <= LIMITS.DATA) return [];
  return [
    {
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${LIMITS.DATA} bytes`,
      field: 'data',
    },
  ];
}

function serviceCauses(object: JsonObject, before: JsonObject | null): Cause[] {
  const spec = objectAt(object, 'spec');
  const type = textAt(spec, 'type');
  const ports = listAt(spec, 'ports');
  const needsPorts = type !== 'ExternalName' && textAt(spec, 'clusterIP') !== 'None';
  const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
  const moved =
    before !== null &&
    type !== 'ExternalName' &&
    textAt(before, 'spec', 'clusterIP') !== textAt(spec, 'clusterIP');
  return [
    ...(ports.length === 0 && needsPorts ? [requiredValue('spec.ports')] : []),
    ...ports.flatMap((port, index) => servicePortCauses(port, `spec.ports[${index}]`, ports.length > 1)),
    ...(types.includes(type) ? [] : [unsupportedValue('spec.type', type, types)]),
    ...(type === 'ExternalName' && textAt(spec, 'externalName') === ''
      ? [requiredValue('spec.externalName')]
      : []),
    ...(moved
      ? [invalidValue('spec.clusterIPs[0]', [textAt(spec, 'clusterIP')], 'may not change once set')]
      : []),
  ];
}

function servicePortCauses(port: unknown, field: string, named: boolean): Cause[] {
  if (!isObject(port)) return [];
  const number = numberAt(port, 'port') ?? 0;
  const [protocol, name] = [textAt(port, 'protocol'), textAt(port, 'name')];
  const node = numberAt(port, 'nodePort') ?? 0;
  const targetPort = numberAt(port, 'targetPort');
  return [
    ...(named && name === '' ? [requiredValue(`${field}.name`)] : []),
    ...(name !== '' && !LABEL.test(name) ? [invalidValue(`${field}.name`, name, LABEL_WORDS)] : []),
    ...(number < 1 || number > 65_535
      ? [invalidValue(`${field}.port`, number, 'must be between 1 and 65535, inclusive')]
      : []),
    ...(targetPort !== undefined && (targetPort < 1 || targetPort > 65_535)
      ? [invalidValue(`${field}.targetPort`, targetPort, 'must be between 1 and 65535, inclusive')]
      : []),
    ...(['TCP', 'UDP', 'SCTP'].includes(protocol)
      ? []
      : [unsupportedValue(`${field}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'])]),
    ...(node !== 0 && (node < 30_000 || node > 32_767)
      ? [
          invalidValue(
            `${field}.nodePort`,
            node,
            'provided port is not in the valid range. The range of valid ports is 30000-32767',
          ),
        ]
      : []),
  ];
}

function workloadCauses(object: JsonObject, before: JsonObject | null): Cause[] {
  const spec = objectAt(object, 'spec');
  const selector = objectAt(spec, 'selector');
  const labels = objectAt(spec, 'template', 'metadata', 'labels');
  const wanted = Object.entries(objectAt(selector, 'matchLabels'));
  const replicas = numberAt(spec, 'replicas') ?? 0;
  const empty = wanted.length === 0 && listAt(selector, 'matchExpressions').length === 0;
  return [
    ...(replicas < 0 ? [invalidValue('spec.replicas', replicas, 'must be greater than or equal to 0')] : []),
    ...(spec.selector === undefined ? [requiredValue('spec.selector')] : []),
    ...(spec.selector !== undefined && empty
      ? [invalidValue('spec.selector', selector, 'empty selector is invalid for deployment')]
      : []),
    ...(spec.selector !== undefined && wanted.every(([key, value]) => labels[key] === value)
      ? []
      : [
          invalidValue(
            'spec.template.metadata.labels',
            labels,
            '`selector` does not match template `labels`',
          ),
        ]),
    ...containerCauses(objectAt(spec, 'template', 'spec'), 'spec.template.spec'),
    ...(before !== null && !same(objectAt(before, 'spec', 'selector'), selector)
      ? [invalidValue('spec.selector', selector, 'field is immutable')]
      : []),
  ];
}

function containerCauses(spec: JsonObject, field: string): Cause[] {
  const containers = listAt(spec, 'containers');
  if (containers.length === 0) return [requiredValue(`${field}.containers`)];
  return containers.flatMap((container, index) => [
    ...(textAt(container, 'name') === '' ? [requiredValue(`${field}.containers[${index}].name`)] : []),
    ...(textAt(container, 'image') === '' ? [requiredValue(`${field}.containers[${index}].image`)] : []),
  ]);
}

/** Of a pod's spec only images, deadlines and tolerations may change. */
function podUpdateCauses(object: JsonObject, before: JsonObject): Cause[] {
  const fixed = (one: JsonObject): JsonObject => {
    const spec = objectAt(one, 'spec');
    const containers = listAt(spec, 'containers').map((each) => ({ ...objectAt(each), image: '' }));
    return {
      ...spec,
      containers,
      activeDeadlineSeconds: 0,
      tolerations: [],
      terminationGracePeriodSeconds: 0,
    };
  };
  if (same(fixed(object), fixed(before))) return [];
  return [
    {
      reason: 'FieldValueForbidden',
      message:
        'Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
      field: 'spec',
    },
  ];
}
