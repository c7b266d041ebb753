import { type ApiError, badRequest } from './api-error.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { apiVersionOf, type Kind } from './kinds.ts';
import { child, component, itemOf, type Resolved } from './schema.ts';

/** A body in the shape of its kind. */
export interface Decoded {
  object: JsonObject;
  /** What a strict client is refused for: `unknown field "spec.x"`. */
  problems: string[];
}

/**
 * Brings a body into the shape of its kind, as Go's decoder does: unknown fields and nulls are dropped, quantities
 * become text. Linear in the size of the body.
 * @throws ApiError 400 where a value has the wrong type
 */
export function decodeObject(body: JsonObject, kind: Kind): Decoded {
  const root = component(kind.schema);
  if (root === null) return { object: body, problems: [] };
  const problems: string[] = [];
  const fail = (why: string): ApiError =>
    badRequest(`${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${why}`);
  const object = decodeFields(body, root, '', problems, fail);
  return { object: { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind) }, problems };
}

type Fail = (why: string) => ApiError;

/** The struct of Go that a value belongs to, and its field there: an error names these, not the key of a map. */
interface Holder {
  struct: string;
  path: string;
}

function decodeFields(
  value: JsonObject,
  type: Resolved,
  path: string,
  problems: string[],
  fail: Fail,
  holder: Holder = { struct: type.name, path: '' },
): JsonObject {
  const result: JsonObject = {};
  const isMap = type.schema.properties === undefined;
  for (const [key, inner] of Object.entries(value)) {
    const field = path === '' ? key : `${path}.${key}`;
    const found = child(type, key);
    if (found === null && (!isMap || type.schema.additionalProperties !== undefined)) {
      problems.push(`unknown field ${JSON.stringify(field)}`);
      continue;
    }
    if (inner === null) {
      if (KEEPS_NULL.has(key)) result[key] = null;
      continue;
    }
    const here = isMap ? holder : { struct: type.name, path: field };
    result[key] = found === null ? inner : decodeValue(inner, found, field, here, problems, fail);
  }
  return result;
}

/** Fields that Go writes as null where they are unset. */
const KEEPS_NULL = new Set(['eventTime', 'endpoints', 'data']);

function decodeValue(
  value: Json,
  type: Resolved,
  path: string,
  holder: Holder,
  problems: string[],
  fail: Fail,
): Json {
  const { schema } = type;
  const wrong = (go: string): ApiError =>
    fail(
      `json: cannot unmarshal ${goKind(value)} into Go struct field ${shortName(holder.struct)}.${holder.path.replace(/\[\d+\]/g, '')} of type ${go}`,
    );
  if (schema.oneOf !== undefined) {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return type.name.endsWith('Quantity') ? String(value) : value;
    throw wrong(goName(type));
  }
  switch (schema.type) {
    case 'array': {
      if (!Array.isArray(value)) throw wrong(`[]${goName(itemOf(type) ?? type)}`);
      const inner = itemOf(type);
      return value.map((item, index) =>
        inner === null || item === null
          ? item
          : decodeValue(item, inner, `${path}[${index}]`, holder, problems, fail),
      );
    }
    case 'object':
      if (!isObject(value)) throw wrong(goName(type));
      return decodeFields(value, type, path, problems, fail, holder);
    case 'string':
      return decodeText(value, type, wrong, fail);
    case 'integer':
      if (typeof value !== 'number' || !Number.isInteger(value)) throw wrong(schema.format ?? 'int32');
      return value;
    case 'number':
      if (typeof value !== 'number') throw wrong('float64');
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') throw wrong('bool');
      return value;
    default:
      return value;
  }
}

function decodeText(value: Json, type: Resolved, wrong: (go: string) => ApiError, fail: Fail): Json {
  // A Quantity may be written as a number.
  if (typeof value === 'number' && type.name.endsWith('Quantity')) return String(value);
  if (typeof value === 'number' && type.schema.format === 'int-or-string') return value;
  if (typeof value !== 'string') throw wrong(type.schema.format === 'byte' ? '[]uint8' : 'string');
  if (type.schema.format === 'byte') {
    const bad = badBase64At(value);
    if (bad !== null) throw fail(`illegal base64 data at input byte ${bad}`);
    return value.replace(/[\r\n]/g, '');
  }
  if (type.schema.format === 'date-time' && Number.isNaN(Date.parse(value))) {
    throw fail(
      `parsing time ${JSON.stringify(JSON.stringify(value)).slice(1, -1)} as "2006-01-02T15:04:05Z07:00": cannot parse ${JSON.stringify(value)} as "2006"`,
    );
  }
  return value;
}

/** The byte at which Go's standard base64 decoder gives up, or null where the text is good. */
export function badBase64At(text: string): number | null {
  if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null;
  let digits = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (character === '\r' || character === '\n') continue;
    if (character === '=' && digits % 4 >= 2) {
      const rest = text.slice(index).replace(/[\r\n]/g, '');
      if (rest === '='.repeat(4 - (digits % 4))) return null;
      return digits % 4 === 2 && rest === '=' ? text.length : index + rest.indexOf('=') + 1;
    }
    if (!/[A-Za-z0-9+/]/.test(character)) return index;
    if (digits % 4 === 0) start = index;
    digits++;
  }
  return digits % 4 === 0 ? null : start;
}

function goKind(value: Json): string {
  if (Array.isArray(value)) return 'array';
  if (isObject(value)) return 'object';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function goName(type: Resolved): string {
  if (type.name !== '') {
    const parts = type.name.split('.');
    return parts.slice(-2).join('.');
  }
  if (type.schema.type === 'object')
    return `map[string]${goName(child(type, '') ?? { name: '', schema: {} })}`;
  return type.schema.format === 'byte' ? '[]uint8' : (type.schema.format ?? type.schema.type ?? 'string');
}

function shortName(name: string): string {
  return name.split('.').at(-1) ?? name;
}
