import { badRequest } from './api-error.ts';
import { at, type Json, type JsonObject, objectAt, textAt } from './json.ts';
import type { Kind } from './kinds.ts';

/** Whether an object is selected. */
export type Selector = (object: JsonObject) => boolean;

const EVERYTHING: Selector = () => true;

/**
 * Reads a label selector: `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`, with commas between them.
 * @throws ApiError 400 where it cannot be read
 */
export function readLabelSelector(text: string): Selector {
  if (text.trim() === '') return EVERYTHING;
  const tests = splitOutsideBrackets(text).map((part) => readRequirement(part.trim(), text));
  return (object) => {
    const labels = objectAt(object, 'metadata', 'labels');
    return tests.every((test) => test(labels));
  };
}

/** The fields by which a kind's objects can be selected; every kind has `metadata.name` and `metadata.namespace`. */
const FIELDS: Record<string, readonly string[]> = {
  Secret: ['type'],
  Namespace: ['status.phase', 'name'],
  Node: ['spec.unschedulable'],
  Service: ['spec.clusterIP', 'spec.type'],
  ReplicaSet: ['status.replicas'],
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.nominatedNodeName',
  ],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'regarding.kind',
    'regarding.namespace',
    'regarding.name',
    'regarding.uid',
    'reason',
    'reportingComponent',
    'reportingController',
    'source',
    'type',
  ],
};

/**
 * Reads a field selector: `a=b`, `a==b`, `a!=b`.
 * @throws ApiError 400 where it cannot be read, or names a field by which this kind cannot be selected
 */
export function readFieldSelector(text: string, kind: Kind): Selector {
  if (text.trim() === '') return EVERYTHING;
  const tests = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const match = /^(.*?)(!=|==|=)(.*)$/s.exec(part);
      if (match === null) throw badRequest(`invalid selector: '${part}'; can't understand '${part}'`);
      const [, field = '', operator, value = ''] = match;
      if (!isSelectable(field, kind)) throw badRequest(`field label not supported: ${field}`);
      return (object: JsonObject): boolean => (fieldOf(object, field) === value) === (operator !== '!=');
    });
  return (object) => tests.every((test) => test(object));
}

function isSelectable(field: string, kind: Kind): boolean {
  if (field === 'metadata.name') return true;
  if (field === 'metadata.namespace') return kind.namespaced;
  return (FIELDS[kind.kind] ?? []).includes(field);
}

function fieldOf(object: JsonObject, field: string): string {
  if (field === 'name') return textAt(object, 'metadata', 'name');
  if (field === 'source')
    return textAt(object, 'source', 'component') || textAt(object, 'reportingComponent');
  if (field === 'reportingController') return textAt(object, 'reportingComponent');
  const value = at(object, ...field.replace(/^regarding\./, 'involvedObject.').split('.'));
  return value === undefined || value === null ? '' : String(value);
}

type LabelTest = (labels: JsonObject) => boolean;

function readRequirement(part: string, whole: string): LabelTest {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(part);
  if (set !== null) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    checkKey(key, whole);
    return (labels) => values.includes(labelOf(labels, key) ?? NONE) === (operator === 'in');
  }
  const pair = /^([^=!\s]+)\s*(!=|==|=)\s*(\S*)$/.exec(part);
  if (pair !== null) {
    const [, key = '', operator, value = ''] = pair;
    checkKey(key, whole);
    if (!/^(|[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)$/.test(value)) {
      throw badRequest(
        `unable to parse requirement: values[0][${key}]: Invalid value: ${JSON.stringify(value)}: ${LABEL_VALUE}`,
      );
    }
    return (labels) => (labelOf(labels, key) === value) === (operator !== '!=');
  }
  const bare = /^(!?)\s*(\S+)$/.exec(part);
  if (bare === null) throw badRequest(`unable to parse requirement: found '${part}', expected: identifier`);
  const [, not, key = ''] = bare;
  checkKey(key, whole);
  return (labels) => (labelOf(labels, key) === undefined) === (not === '!');
}

const NONE = '\0';
const LABEL_VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function labelOf(labels: JsonObject, key: string): string | undefined {
  const value: Json | undefined = Object.hasOwn(labels, key) ? labels[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function checkKey(key: string, whole: string): void {
  if (!/^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(key)) {
    throw badRequest(`unable to parse requirement: found '${key}', in '${whole}': not a label key`);
  }
}

function splitOutsideBrackets(text: string): string[] {
  const parts = [''];
  let inside = false;
  for (const character of text) {
    if (character === '(') inside = true;
    if (character === ')') inside = false;
    if (character === ',' && !inside) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}
