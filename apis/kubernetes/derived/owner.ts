import { type JsonObject, textAt } from '../json.ts';

/** A reference from a dependent to its controller. */
export function reference(apiVersion: string, kind: string, owner: JsonObject): JsonObject {
  return {
    apiVersion,
    kind,
    name: textAt(owner, 'metadata', 'name'),
    uid: textAt(owner, 'metadata', 'uid'),
    controller: true,
    blockOwnerDeletion: true,
  };
}
