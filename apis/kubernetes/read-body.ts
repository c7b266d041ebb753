import { parseDocument } from 'yaml';
import { ApiError, badRequest } from './api-error.ts';
import { isObject, type Json, type JsonObject, unsafe } from './json.ts';
import { kindOfObject } from './kinds.ts';
import { LIMITS } from './limits.ts';
import { decodeProtobuf } from './protobuf.ts';

const PROTOBUF = 'application/vnd.kubernetes.protobuf';
const SELF_REVIEW = 'io.k8s.api.authorization.v1.SelfSubjectAccessReview';

/**
 * Reads the body of a create, update or delete.
 * @param expected the kind that the path stands for, for the error
 * @throws ApiError 400 where it cannot be read, 415 where its type is none that Kubernetes takes
 */
export function readObject(body: Buffer, contentType: string | undefined, expected: string): JsonObject {
  const type = mediaType(contentType) || 'application/json';
  if (type === PROTOBUF) {
    const object = decodeProtobuf(body, (version, kind) =>
      kind === 'SelfSubjectAccessReview' ? SELF_REVIEW : (kindOfObject(version, kind)?.schema ?? null),
    );
    return checked(object);
  }
  const value =
    type === 'application/json'
      ? parseJson(body, expected)
      : type === 'application/yaml'
        ? parseYaml(body)
        : undefined;
  if (value === undefined) throw unsupported(['application/json', 'application/yaml', PROTOBUF]);
  if (!isObject(value)) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected}): couldn't get version/kind; json parse error: json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value} into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" } (${body.subarray(0, 16).toString('hex')})`,
    );
  }
  return checked(value);
}

/** A patch with its type. */
export type PatchBody =
  | { type: 'json'; value: Json }
  | { type: 'merge' | 'strategic' | 'apply'; value: JsonObject };

/**
 * Reads the body of a PATCH.
 * @throws ApiError 400 or 415, as `readObject`
 */
export function readPatch(body: Buffer, contentType: string | undefined): PatchBody {
  const type = mediaType(contentType);
  switch (type) {
    case 'application/json-patch+json':
      return { type: 'json', value: checked(parsePatch(body)) };
    case 'application/merge-patch+json':
      return { type: 'merge', value: object(checked(parsePatch(body))) };
    case 'application/strategic-merge-patch+json':
      return { type: 'strategic', value: object(checked(parsePatch(body))) };
    case 'application/apply-patch+yaml':
      return { type: 'apply', value: object(checked(parseYaml(body))) };
    default:
      throw new ApiError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
  }
}

function object(value: Json): JsonObject {
  if (isObject(value)) return value;
  throw badRequest('the patch is not an object');
}

function parseJson(body: Buffer, expected: string): Json {
  const text = body.toString();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected}): couldn't get version/kind; json parse error: ${goMessage(error, text)} (${sample(body)})`,
    );
  }
}

/** Up to 256 bytes of a body for its sender, as the real server shows them. */
function sample(body: Buffer): string {
  return body.length === 0 ? '<empty>' : body.subarray(0, 256).toString();
}

function goMessage(error: unknown, text: string): string {
  const message = error instanceof Error ? error.message : '';
  const found = /Unexpected (?:token|non-whitespace)? ?'?(.)'?.*?(?:at position (\d+))?/.exec(message);
  if (
    text.trim() === '' ||
    /end of JSON|after property value|Unterminated|in JSON at position/.test(message) ||
    /[,:{[]\s*$/.test(text)
  ) {
    return 'unexpected end of JSON input';
  }
  return `invalid character '${found?.[1] ?? text.trim()[0]}' looking for beginning of value`;
}

function parsePatch(body: Buffer): Json {
  try {
    return JSON.parse(body.toString());
  } catch (error) {
    throw badRequest(`error decoding patch: ${goMessage(error, body.toString())}`);
  }
}

function parseYaml(body: Buffer): Json {
  let value: Json;
  let length: number;
  try {
    const document = parseDocument(body.toString(), { uniqueKeys: true });
    if (document.errors.length > 0) throw document.errors[0];
    value = document.toJS({ maxAliasCount: LIMITS.YAML_ALIASES });
    // Aliases may multiply a small text, and a value that holds itself has no JSON.
    length = JSON.stringify(value ?? null).length;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
    throw badRequest(`error decoding YAML: ${message.replace(/:$/, '')}`);
  }
  if (length > LIMITS.BODY) throw tooLarge();
  return value;
}

function checked<T extends Json>(value: T): T {
  const problem = unsafe(value, LIMITS.DEPTH);
  if (problem !== null) throw badRequest(`azureml-fe-mock cannot take this body: ${problem}`);
  return value;
}

function mediaType(header: string | undefined): string {
  return (header ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

function unsupported(types: string[]): ApiError {
  return new ApiError(
    415,
    'UnsupportedMediaType',
    `the body of the request was in an unknown format - accepted media types include: ${types.join(', ')}`,
  );
}

/** A body beyond the limit. */
export function tooLarge(): ApiError {
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${LIMITS.BODY}`);
}
