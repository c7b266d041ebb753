import { isObject, type JsonObject, listAt, numberAt, objectAt, textAt } from './json.ts';

/** Labels as `a=b,c=d`, or `<none>`. */
export function labelsText(labels: JsonObject): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

export function selectorText(selector: JsonObject): string {
  const expressions = listAt(selector, 'matchExpressions').map((one) => {
    const [key, operator] = [textAt(one, 'key'), textAt(one, 'operator')];
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    return `${key} ${operator === 'In' ? 'in' : 'notin'} (${listAt(one, 'values').map(String).sort().join(',')})`;
  });
  const pairs = Object.entries(objectAt(selector, 'matchLabels')).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  const all = [...pairs, ...expressions].sort();
  return all.length === 0 ? '<none>' : all.join(',');
}

export function externalAddress(object: JsonObject): string {
  const external = listAt(object, 'spec', 'externalIPs').map(String);
  switch (textAt(object, 'spec', 'type')) {
    case 'ExternalName':
      return textAt(object, 'spec', 'externalName');
    case 'LoadBalancer': {
      const found = listAt(object, 'status', 'loadBalancer', 'ingress').map(
        (one) => textAt(one, 'ip') || textAt(one, 'hostname'),
      );
      const all = [...found, ...external];
      return all.length === 0 ? '<pending>' : all.join(',');
    }
    default:
      return external.length === 0 ? '<none>' : external.join(',');
  }
}

export function servicePorts(object: JsonObject): string {
  const ports = listAt(object, 'spec', 'ports').map((port) => {
    const node = numberAt(port, 'nodePort') ?? 0;
    return `${numberAt(port, 'port')}${node > 0 ? `:${node}` : ''}/${textAt(port, 'protocol')}`;
  });
  return ports.length === 0 ? '<none>' : ports.join(',');
}

export function endpointAddresses(object: JsonObject): string {
  const found = listAt(object, 'subsets').flatMap((subset) =>
    listAt(subset, 'ports').length === 0
      ? listAt(subset, 'addresses').map((one) => textAt(one, 'ip'))
      : listAt(subset, 'ports').flatMap((port) =>
          listAt(subset, 'addresses').map((one) => `${textAt(one, 'ip')}:${numberAt(port, 'port')}`),
        ),
  );
  return shortened(found, '<none>');
}

/** The first three, and how many more there are. */
export function shortened(values: string[], none: string): string {
  if (values.length === 0) return none;
  const more = values.length > 3 ? ` + ${values.length - 3} more...` : '';
  return values.slice(0, 3).join(',') + more;
}

export function podReady(object: JsonObject): string {
  const ready = listAt(object, 'status', 'containerStatuses').filter(
    (one) => isObject(one) && one.ready === true,
  );
  return `${ready.length}/${listAt(object, 'spec', 'containers').length}`;
}

export function podStatus(object: JsonObject): string {
  if (textAt(object, 'metadata', 'deletionTimestamp') !== '') return 'Terminating';
  let reason = textAt(object, 'status', 'reason') || textAt(object, 'status', 'phase');
  for (const status of listAt(object, 'status', 'containerStatuses').toReversed()) {
    const waiting = textAt(status, 'state', 'waiting', 'reason');
    const ended = objectAt(status, 'state', 'terminated');
    if (waiting !== '') reason = waiting;
    else if (textAt(ended, 'reason') !== '') reason = textAt(ended, 'reason');
    else if (Object.keys(ended).length > 0) {
      const signal = numberAt(ended, 'signal') ?? 0;
      reason = signal !== 0 ? `Signal:${signal}` : `ExitCode:${numberAt(ended, 'exitCode') ?? 0}`;
    }
  }
  return reason;
}

export function podRestarts(object: JsonObject): string {
  const restarts = listAt(object, 'status', 'containerStatuses').map(
    (one) => numberAt(one, 'restartCount') ?? 0,
  );
  return String(restarts.reduce((sum, one) => sum + one, 0));
}

export function nodeStatus(object: JsonObject): string {
  const ready = listAt(object, 'status', 'conditions').find((one) => textAt(one, 'type') === 'Ready');
  const status = ready === undefined ? 'Unknown' : textAt(ready, 'status') === 'True' ? 'Ready' : 'NotReady';
  return objectAt(object, 'spec').unschedulable === true ? `${status},SchedulingDisabled` : status;
}

export function nodeRoles(object: JsonObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.entries(objectAt(object, 'metadata', 'labels')).flatMap(([key, value]) =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : key === 'kubernetes.io/role' ? [String(value)] : [],
  );
  return roles.length === 0 ? '<none>' : roles.sort().join(',');
}

export function nodeAddress(object: JsonObject, type: string): string {
  const found = listAt(object, 'status', 'addresses').find((one) => textAt(one, 'type') === type);
  return found === undefined ? '<none>' : textAt(found, 'address');
}

export function autoscalerTargets(object: JsonObject): string {
  const metrics = listAt(object, 'spec', 'metrics').map((metric) => {
    const wanted = numberAt(metric, 'resource', 'target', 'averageUtilization');
    const name = textAt(metric, 'resource', 'name');
    return `${name}: <unknown>/${wanted === undefined ? '<auto>' : `${wanted}%`}`;
  });
  return metrics.length === 0 ? '<none>' : metrics.join(', ');
}
