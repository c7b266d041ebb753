import { type Cause, invalidValue, requiredValue } from './api-error.ts';
import { type JsonObject, objectAt, textAt } from './json.ts';
import type { Kind } from './kinds.ts';
import { LIMITS } from './limits.ts';

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
export const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const SUBDOMAIN_WORDS =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
export const LABEL_WORDS =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_1035_WORDS =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const NAME_PART_WORDS =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL_VALUE_WORDS =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

export function metadataCauses(kind: Kind, object: JsonObject, before: JsonObject | null): Cause[] {
  const metadata = objectAt(object, 'metadata');
  const name = textAt(metadata, 'name');
  const labels = Object.entries(objectAt(metadata, 'labels')).flatMap(([key, value]) => [
    ...qualifiedNameCauses('metadata.labels', key),
    ...labelValueCauses('metadata.labels', String(value)),
  ]);
  const annotations = Object.keys(objectAt(metadata, 'annotations')).flatMap((key) =>
    qualifiedNameCauses('metadata.annotations', key.toLowerCase()),
  );
  const size = Object.entries(objectAt(metadata, 'annotations')).reduce(
    (sum, [key, value]) => sum + key.length + String(value).length,
    0,
  );
  const tooLong: Cause[] =
    size > LIMITS.ANNOTATIONS
      ? [
          {
            reason: 'FieldValueTooLong',
            message: `Too long: may not be more than ${LIMITS.ANNOTATIONS} bytes`,
            field: 'metadata.annotations',
          },
        ]
      : [];
  const immutable =
    before === null || textAt(before, 'metadata', 'name') === name
      ? []
      : [invalidValue('metadata.name', name, 'field is immutable')];
  return [...nameCauses(kind, name), ...labels, ...annotations, ...tooLong, ...immutable];
}

function nameCauses(kind: Kind, name: string): Cause[] {
  if (name === '') return [requiredValue('metadata.name', 'name or generateName is required')];
  const [pattern, words, most] =
    kind.kind === 'Namespace'
      ? ([LABEL, LABEL_WORDS, 63] as const)
      : kind.kind === 'Service'
        ? ([LABEL_1035, LABEL_1035_WORDS, 63] as const)
        : ([SUBDOMAIN, SUBDOMAIN_WORDS, 253] as const);
  return [
    ...(kind.kind === 'Namespace' && name.includes('.')
      ? [invalidValue('metadata.name', name, 'must not contain dots')]
      : pattern.test(name)
        ? []
        : [invalidValue('metadata.name', name, words)]),
    ...(name.length > most
      ? [invalidValue('metadata.name', name, `must be no more than ${most} characters`)]
      : []),
  ];
}

function qualifiedNameCauses(field: string, key: string): Cause[] {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [null, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (prefix === '') return [invalidValue(field, key, 'prefix part must be non-empty')];
  if (prefix !== null && !SUBDOMAIN.test(prefix))
    return [invalidValue(field, key, `prefix part ${SUBDOMAIN_WORDS}`)];
  if (name === '')
    return [
      invalidValue(field, key, 'name part must be non-empty'),
      invalidValue(field, key, NAME_PART_WORDS),
    ];
  if (name.length > 63) return [invalidValue(field, key, 'name part must be no more than 63 characters')];
  return NAME_PART.test(name) ? [] : [invalidValue(field, key, NAME_PART_WORDS)];
}

function labelValueCauses(field: string, value: string): Cause[] {
  if (value.length > 63) return [invalidValue(field, value, 'must be no more than 63 characters')];
  return value === '' || NAME_PART.test(value) ? [] : [invalidValue(field, value, LABEL_VALUE_WORDS)];
}
