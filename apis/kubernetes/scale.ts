import { badRequest } from './api-error.ts';
import { labelsText } from './cells.ts';
import { type JsonObject, numberAt, objectAt, textAt } from './json.ts';
import { jsonPatch, mergePatch } from './patches.ts';
import type { PatchBody } from './read-body.ts';

/** The `Scale` of a Deployment or ReplicaSet. */
export function scaleOf(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  const kept = ['name', 'namespace', 'uid', 'resourceVersion', 'creationTimestamp'];
  const labels = objectAt(object, 'spec', 'selector', 'matchLabels');
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: Object.fromEntries(kept.map((key) => [key, textAt(metadata, key)])),
    spec: { replicas: numberAt(object, 'spec', 'replicas') ?? 0 },
    status: {
      replicas: numberAt(object, 'status', 'replicas') ?? 0,
      ...(Object.keys(labels).length === 0 ? {} : { selector: labelsText(labels) }),
    },
  };
}

/** A patched `Scale`. @throws ApiError */
export function scaled(object: JsonObject, patch: PatchBody): JsonObject {
  const scale = scaleOf(object);
  if (patch.type === 'json') return jsonPatch(scale, patch.value);
  if (patch.type === 'apply') throw badRequest('azureml-fe-mock does not take server-side apply of a Scale');
  return objectAt({ scale: mergePatch(scale, patch.value) }, 'scale');
}
