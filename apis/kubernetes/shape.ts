import { randomInt } from 'node:crypto';
import { ApiError, badRequest, invalid, invalidValue } from './api-error.ts';
import { decodeObject } from './decode.ts';
import { fromEventsV1 } from './event-versions.ts';
import { type JsonObject, objectAt, textAt } from './json.ts';
import { apiVersionOf, type Kind } from './kinds.ts';
import type { RequestOptions } from './request-options.ts';
import type { ResourceTarget } from './request-target.ts';

/** The letters of generated names. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A node that a client registers is not ready until its kubelet says so. */
export function registered(kind: Kind, object: JsonObject): JsonObject {
  if (kind.kind !== 'Node') return object;
  const taints = [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }];
  return { ...object, spec: { taints, ...objectAt(object, 'spec') } };
}

export function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

export function hasStatus(kind: Kind): boolean {
  return kind.subresources.includes('status');
}

/** Create takes no status from a client, but for nodes, which kubelets register with it. */
export function withoutStatus(kind: Kind, object: JsonObject): JsonObject {
  return hasStatus(kind) && kind.kind !== 'Node' ? without(object, 'status') : object;
}

export function decoded(
  kind: Kind,
  body: JsonObject,
  options: RequestOptions,
): { object: JsonObject; warnings: string[] } {
  const [version, name] = [textAt(body, 'apiVersion'), textAt(body, 'kind')];
  const expected = apiVersionOf(kind);
  if (name !== '' && name !== kind.kind) {
    throw badRequest(
      `${name} in version ${JSON.stringify(version.split('/').at(-1) ?? '')} cannot be handled as a ${kind.kind}: converting (${goName(version, name)}) to (${internalName(kind)}): unknown conversion`,
    );
  }
  if (version !== '' && version !== expected) {
    throw badRequest(
      `${kind.kind} in version ${JSON.stringify(version)} cannot be handled as a ${kind.kind}: no kind "${kind.kind}" is registered for version ${JSON.stringify(version)} in scheme "pkg/runtime/scheme.go:110"`,
    );
  }
  const { object, problems } = decodeObject(body, kind);
  if (problems.length > 0 && options.fieldValidation === 'Strict') {
    throw badRequest(
      `${kind.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: strict decoding error: ${problems.join(', ')}`,
    );
  }
  return {
    object: kind.group === 'events.k8s.io' ? fromEventsV1(object) : object,
    warnings: options.fieldValidation === 'Warn' ? problems : [],
  };
}

/** A patched object in the shape of its kind. What is wrong is wrong with the patch; the object itself stays out of the error. */
export function patched(
  kind: Kind,
  object: JsonObject,
  options: RequestOptions,
): { object: JsonObject; warnings: string[] } {
  try {
    return decoded(kind, object, options);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const why = error.message.replace(/^.*? cannot be handled as a \w+: /, '');
    throw invalid({ group: '', kind: '' }, '', [invalidValue('patch', '(not shown)', why)]);
  }
}

/** Server-side apply takes no field that the schema does not declare. */
export function undeclared(kind: Kind, body: JsonObject, problems: string[]): ApiError {
  const where = `${textAt(body, 'metadata', 'namespace')}/${textAt(body, 'metadata', 'name')}; ${kind.group}/${kind.version}, Kind=${kind.kind}`;
  const fields = problems.map(
    (one) => `.${one.replace(/^unknown field "|"$/g, '')}: field not declared in schema`,
  );
  return new ApiError(
    500,
    '',
    `failed to create typed patch object (${where}): ${fields.length === 1 ? fields[0] : `errors:\n  ${fields.join('\n  ')}`}`,
  );
}

function goName(version: string, kind: string): string {
  return `${version.split('/').at(-1) ?? ''}.${kind}`;
}

/** The package of Kubernetes' internal types. */
function internalName(kind: Kind): string {
  const packages: Record<string, string> = {
    '': 'core',
    'networking.k8s.io': 'networking',
    'discovery.k8s.io': 'discovery',
    'events.k8s.io': 'core',
  };
  return `${packages[kind.group] ?? kind.group}.${kind.kind}`;
}

export function withName(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const prefix = textAt(metadata, 'generateName');
  if (textAt(metadata, 'name') !== '' || prefix === '') return { ...object, metadata };
  const suffix = Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return { ...object, metadata: { ...metadata, name: prefix.slice(0, 58) + suffix } };
}

export function inNamespace(object: JsonObject, { kind, namespace }: ResourceTarget): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const given = textAt(metadata, 'namespace');
  if (!kind.namespaced) return { ...object, metadata: without(metadata, 'namespace') };
  if (given !== '' && given !== namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return { ...object, metadata: { ...metadata, namespace } };
}
