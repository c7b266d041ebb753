import { createHash } from 'node:crypto';
import { documentedVersions } from './discovery.ts';
import type { JsonObject } from './json.ts';
import { KINDS, type Kind } from './kinds.ts';
import type { Schema } from './schema-type.ts';
import { SCHEMAS } from './schemas.ts';

const INFO = { title: 'Kubernetes', version: 'v1.34.4' };
const V3 = '#/components/schemas/';

/** `GET /openapi/v3`: where the document of each version is; the hash lets clients keep it. */
export function index(): JsonObject {
  const hash = createHash('sha256').update(JSON.stringify(SCHEMAS)).digest('hex').toUpperCase();
  const entries = documentedVersions().map(({ path }) => [
    path,
    { serverRelativeURL: `/openapi/v3/${path}?hash=${hash}` },
  ]);
  return { paths: Object.fromEntries(entries) };
}

/** `GET /openapi/v3/PATH`: the kinds of one version and what they are made of, or null. */
export function document(path: string): JsonObject | null {
  const found = documentedVersions().find((one) => one.path === path);
  if (found === undefined) return null;
  const paths = Object.fromEntries(found.kinds.map((kind) => [pathOf(kind), operations(kind)]));
  const schemas = Object.fromEntries(reachable(found.kinds).map((name) => [name, SCHEMAS[name]]));
  return JSON.parse(JSON.stringify({ openapi: '3.0.0', info: INFO, paths, components: { schemas } }));
}

/** `GET /openapi/v2` as JSON, for clients that do not ask for protobuf. */
export function swagger(): JsonObject {
  const paths = Object.fromEntries(KINDS.map((kind) => [pathOf(kind), operations(kind)]));
  const text = JSON.stringify({ swagger: '2.0', info: INFO, paths, definitions: SCHEMAS });
  return JSON.parse(text.replaceAll(V3, '#/definitions/'));
}

/** The operations that kubectl looks for: a PATCH that takes `fieldValidation` says that the server validates. */
function operations(kind: Kind): JsonObject {
  const gvk = { group: kind.group, kind: kind.kind, version: kind.version };
  const query = (name: string): JsonObject => ({
    name,
    in: 'query',
    schema: { type: 'string', uniqueItems: true },
  });
  const verb = (action: string): JsonObject => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': gvk,
    responses: { 200: { description: 'OK' } },
  });
  return {
    get: verb('get'),
    ...(kind.verbs.includes('patch')
      ? {
          patch: {
            ...verb('patch'),
            parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(query),
          },
        }
      : {}),
  };
}

function pathOf(kind: Kind): string {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  return `${root}${kind.namespaced ? '/namespaces/{namespace}' : ''}/${kind.resource}/{name}`;
}

/** The components that kinds are made of, sorted. */
function reachable(kinds: Kind[]): string[] {
  const found = new Set<string>();
  const waiting = kinds.flatMap(({ schema }) => schema ?? []);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const schema: Schema | undefined = SCHEMAS[name];
    if (found.has(name) || schema === undefined) continue;
    found.add(name);
    for (const [, reference = ''] of JSON.stringify(schema).matchAll(
      /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
    )) {
      waiting.push(reference);
    }
  }
  return Array.from(found).sort();
}
