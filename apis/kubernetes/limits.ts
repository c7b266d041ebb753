/** What a client can make larger, in bytes and counts. */
export const LIMITS = {
  /** The body of a request, bytes. Kubernetes itself stops at 3 MiB. */
  BODY: 3 * 1024 * 1024,
  /** The data of one Secret or ConfigMap, bytes: `MaxSecretSize` of Kubernetes. */
  DATA: 1024 * 1024,
  /** Annotations of one object, bytes: `TotalAnnotationSizeLimitB` of Kubernetes. */
  ANNOTATIONS: 256 * 1024,
  /** Objects of all kinds. */
  OBJECTS: 2000,
  /** Bytes of all objects as JSON. */
  STORE: 64 * 1024 * 1024,
  /** Watches that are open at the same time. */
  WATCHES: 200,
  /** Bytes that wait in one watch; a client that does not read is disconnected. */
  WATCH_BACKLOG: 4 * 1024 * 1024,
  /** Events in the history that a watch can start from. */
  HISTORY: 1000,
  /** Operations in one JSON patch: `maxJSONPatchOperations` of Kubernetes. */
  PATCH_OPERATIONS: 10_000,
  /** Nesting of a body, levels. */
  DEPTH: 100,
  /** Aliases that a YAML body may expand. */
  YAML_ALIASES: 100,
  /** Managers remembered for one object. */
  MANAGERS: 50,
} as const;

/** Events of the cluster that are shown. */
export const MAX_EVENTS = 500;
