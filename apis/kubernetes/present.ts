import { columnsOf } from './columns.ts';
import { toEventsV1 } from './event-versions.ts';
import { type JsonObject, objectAt } from './json.ts';
import { apiVersionOf, type Kind } from './kinds.ts';

/** What a reader may see. */
export interface Viewer {
  /** False without the token: the data of Secrets is left out. */
  seesSecrets: boolean;
  now: number;
}

const HIDDEN = 'azureml-fe-mock/data';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** An object as a reader sees it in one version of the API. */
export function shown(kind: Kind, object: JsonObject, viewer: Viewer): JsonObject {
  const visible = kind.kind === 'Secret' && !viewer.seesSecrets ? withoutData(object) : object;
  return kind.group === 'events.k8s.io' ? toEventsV1(visible) : visible;
}

/**
 * A Secret without its data, in metadata as well: the annotation of `kubectl apply` carries a copy, and the managed
 * fields carry the keys. An annotation says what is missing.
 */
function withoutData(object: JsonObject): JsonObject {
  const { data: _, ...rest } = object;
  const { managedFields: __, ...metadata } = objectAt(object, 'metadata');
  const annotations = Object.entries(objectAt(metadata, 'annotations')).filter(
    ([key]) => key !== LAST_APPLIED,
  );
  return {
    ...rest,
    metadata: {
      ...metadata,
      annotations: { ...Object.fromEntries(annotations), [HIDDEN]: 'hidden: the request carries no token' },
    },
  };
}

/** `PartialObjectMetadata` of an object. */
export function metadataOf(object: JsonObject): JsonObject {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: objectAt(object, 'metadata'),
  };
}

/** How much of the object a row of a Table carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

/** A Table of objects. `objects` are as stored; what a viewer may not see stays out of the rows. */
export function tableOf(
  kind: Kind,
  objects: JsonObject[],
  metadata: JsonObject,
  include: IncludeObject,
  viewer: Viewer,
  withColumns = true,
): JsonObject {
  const columns = columnsOf(kind.kind);
  const definitions = columns.map(({ name, type, format, priority }) => ({
    name,
    type,
    format,
    description: '',
    priority,
  }));
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: withColumns ? definitions : null,
    rows: objects.map((object) => ({
      cells: columns.map(({ cell }) => cell(object, viewer.now)),
      object: include === 'None' ? null : rowObject(kind, shown(kind, object, viewer), include),
    })),
  };
}

function rowObject(kind: Kind, object: JsonObject, include: IncludeObject): JsonObject {
  return include === 'Object'
    ? { ...object, kind: kind.kind, apiVersion: apiVersionOf(kind) }
    : metadataOf(object);
}

/** A list of objects; its items carry no kind, as those of the real server do not. */
export function listOf(kind: Kind, objects: JsonObject[], metadata: JsonObject, viewer: Viewer): JsonObject {
  return {
    kind: `${kind.kind}List`,
    apiVersion: apiVersionOf(kind),
    metadata,
    items: objects.map((object) => {
      const { kind: _, apiVersion: __, ...rest } = shown(kind, object, viewer);
      return rest;
    }),
  };
}
