import { badRequest } from './api-error.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { LIMITS } from './limits.ts';
import { MESSAGES } from './protobuf-messages.ts';

const MAGIC = Buffer.from('k8s\0');
const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Fields that Go keeps as pointers: 0 and false are written only where a client set them. */
const POINTERS = new Set([
  'replicas',
  'immutable',
  'automountServiceAccountToken',
  'allocateLoadBalancerNodePorts',
  'gracePeriodSeconds',
  'orphanDependents',
  'terminationGracePeriodSeconds',
  'revisionHistoryLimit',
  'enableServiceLinks',
  'optional',
  'runAsUser',
  'runAsGroup',
  'runAsNonRoot',
  'privileged',
  'allowPrivilegeEscalation',
  'readOnlyRootFilesystem',
  'controller',
  'blockOwnerDeletion',
  'defaultMode',
  'ready',
]);

/**
 * Decodes a body of `application/vnd.kubernetes.protobuf`: the four bytes `k8s\0`, then the envelope
 * `{typeMeta, raw}` (`runtime.Unknown`), whose raw bytes are the message of the kind.
 * @param schemaOf finds the message by `apiVersion` and `kind`, or null
 * @throws ApiError 400 where the bytes are no such message
 */
export function decodeProtobuf(
  body: Uint8Array,
  schemaOf: (apiVersion: string, kind: string) => string | null,
): JsonObject {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!bytes.subarray(0, 4).equals(MAGIC)) throw malformed('the bytes k8s\\0 are missing');
  let [apiVersion, kind] = ['', ''];
  let raw: Buffer = Buffer.alloc(0);
  for (const field of readFields(bytes.subarray(4))) {
    if (field.number === 1) {
      for (const inner of readFields(bytesOf(field))) {
        if (inner.number === 1) apiVersion = bytesOf(inner).toString();
        if (inner.number === 2) kind = bytesOf(inner).toString();
      }
    }
    if (field.number === 2) raw = bytesOf(field);
  }
  const schema = kind === 'DeleteOptions' ? `${META}.DeleteOptions` : schemaOf(apiVersion, kind);
  if (schema === null || MESSAGES[schema] === undefined) {
    throw badRequest(
      `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`,
    );
  }
  return { apiVersion, kind, ...decodeMessage(schema, raw, 0) };
}

interface WireField {
  number: number;
  value: bigint | Buffer;
}

/** Reads the fields of one message, in the order of its bytes. */
function* readFields(bytes: Buffer): Generator<WireField> {
  let offset = 0;
  while (offset < bytes.length) {
    const [tag, afterTag] = readVarint(bytes, offset);
    const number = Number(tag >> 3n);
    if (number === 0 || number > 0x1fffffff) throw malformed('a field has the number 0');
    const type = Number(tag & 7n);
    offset = afterTag;
    if (type === 0) {
      const [value, next] = readVarint(bytes, offset);
      offset = next;
      yield { number, value };
    } else if (type === 2) {
      const [length, start] = readVarint(bytes, offset);
      if (length > BigInt(bytes.length - start)) throw malformed('a field is longer than its message');
      offset = start + Number(length);
      yield { number, value: bytes.subarray(start, offset) };
    } else if (type === 1 || type === 5) {
      const size = type === 1 ? 8 : 4;
      if (offset + size > bytes.length) throw malformed('a number is cut off');
      yield { number, value: bytes.subarray(offset, offset + size) };
      offset += size;
    } else {
      throw malformed(`the wire type ${type} is not used`);
    }
  }
}

function readVarint(bytes: Buffer, start: number): [bigint, number] {
  let value = 0n;
  for (let at = start; at < start + 10; at++) {
    const byte = bytes[at];
    if (byte === undefined) throw malformed('a number is cut off');
    value |= BigInt(byte & 0x7f) << BigInt(7 * (at - start));
    if (byte < 0x80) return [BigInt.asUintN(64, value), at + 1];
  }
  throw malformed('a number is longer than 10 bytes');
}

function decodeMessage(type: string, bytes: Buffer, depth: number): JsonObject {
  if (depth > LIMITS.DEPTH) throw malformed('it is nested too deeply');
  const known = MESSAGES[type];
  const result: JsonObject = {};
  if (known === undefined) return result;
  for (const field of readFields(bytes)) {
    const found = known.find(([number]) => number === field.number);
    if (found === undefined) continue;
    const [, name, inner, shape] = found;
    if (shape === 'map') addToMap(result, name, inner, bytesOf(field), depth);
    else addValue(result, name, decodeValue(inner, field, depth), shape);
  }
  return result;
}

function addValue(result: JsonObject, name: string, value: Json, shape: string): void {
  if (shape === 'list') {
    const list = result[name];
    if (Array.isArray(list)) list.push(value);
    else result[name] = [value];
    return;
  }
  if (shape === 'inline') {
    Object.assign(result, value);
    return;
  }
  const isUnset =
    value === '' ||
    value === null ||
    (isObject(value) && Object.keys(value).length === 0 && name !== 'emptyDir');
  const isZero = (value === 0 || value === false) && !POINTERS.has(name);
  if (!isUnset && !isZero) result[name] = value;
}

function addToMap(result: JsonObject, name: string, type: string, bytes: Buffer, depth: number): void {
  let key = '';
  let value: Json = type === 'string' || type === 'bytes' ? '' : {};
  for (const field of readFields(bytes)) {
    if (field.number === 1) key = bytesOf(field).toString();
    if (field.number === 2) value = decodeValue(type, field, depth);
  }
  if (key === '__proto__') throw malformed('it has the key "__proto__"');
  const map = result[name];
  if (isObject(map)) map[key] = value;
  else result[name] = { [key]: value };
}

function decodeValue(type: string, field: WireField, depth: number): Json {
  switch (type) {
    case 'string':
      return bytesOf(field).toString();
    case 'bytes':
      return bytesOf(field).toString('base64');
    case 'bool':
      return numberOf(field) !== 0n;
    case 'int32':
    case 'int64':
      return Number(BigInt.asIntN(64, numberOf(field)));
    case 'uint32':
    case 'uint64':
      return Number(numberOf(field));
    case `${META}.Time`:
    case `${META}.MicroTime`:
      return decodeTime(bytesOf(field), type.endsWith('MicroTime'));
    case `${META}.FieldsV1`:
      return decodeFields(bytesOf(field));
    case 'io.k8s.apimachinery.pkg.util.intstr.IntOrString':
      return decodeIntOrString(bytesOf(field));
    case 'io.k8s.apimachinery.pkg.api.resource.Quantity':
      return Array.from(readFields(bytesOf(field)), (inner) => bytesOf(inner).toString())[0] ?? '0';
    default:
      return decodeMessage(type, bytesOf(field), depth + 1);
  }
}

function decodeTime(bytes: Buffer, micro: boolean): Json {
  let [seconds, nanos] = [0n, 0n];
  for (const { number, value } of readFields(bytes)) {
    if (typeof value !== 'bigint') throw malformed('a time is not a number');
    if (number === 1) seconds = BigInt.asIntN(64, value);
    if (number === 2) nanos = value;
  }
  // Go writes the zero time as no seconds at all.
  if (seconds === 0n && nanos === 0n) return null;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) throw malformed('a time is outside the calendar');
  const text = date.toISOString().slice(0, 19);
  return micro ? `${text}.${String(nanos / 1000n).padStart(6, '0')}Z` : `${text}Z`;
}

function decodeFields(bytes: Buffer): Json {
  for (const field of readFields(bytes)) {
    try {
      if (field.number === 1) return JSON.parse(bytesOf(field).toString());
    } catch {
      throw malformed('managed fields are not JSON');
    }
  }
  return null;
}

function decodeIntOrString(bytes: Buffer): Json {
  let [type, number, text] = [0n, 0n, ''];
  for (const field of readFields(bytes)) {
    if (field.number === 1) type = numberOf(field);
    if (field.number === 2) number = numberOf(field);
    if (field.number === 3) text = bytesOf(field).toString();
  }
  return type === 1n ? text : Number(BigInt.asIntN(32, number));
}

function bytesOf({ value }: WireField): Buffer {
  if (typeof value === 'bigint') throw malformed('a number stands where bytes belong');
  return value;
}

function numberOf({ value }: WireField): bigint {
  if (typeof value !== 'bigint') throw malformed('bytes stand where a number belongs');
  return value;
}

function malformed(why: string): Error {
  return badRequest(`the body is not a protobuf message of Kubernetes: ${why}`);
}
