/** What a client can make larger, and how large. */
export const LIMITS = {
  /** Resources of Azure Relay. */
  relayResources: 100,
  /** Of a JSON or form body, bytes. The largest body of a real client is an extension with a PEM chain: some 20 kB. */
  bodyBytes: 1024 * 1024,
  /** Of one uploaded blob, bytes. */
  blobBytes: 64 * 1024 * 1024,
  /** Of all uploaded blobs together, bytes. They are kept in memory. */
  allBlobsBytes: 256 * 1024 * 1024,
  /** Uploaded blobs. */
  blobs: 5000,
  /** Versions of codes, environments and models together. */
  assets: 5000,
  /** Bytes of all versions of codes, environments and models together, as JSON. */
  assetBytes: 16 * 1024 * 1024,
  /** Operations that run at the same time; each keeps the body of its request. */
  runningOperations: 200,
  /** Operations that are remembered after their end; the oldest is forgotten first. */
  finishedOperations: 500,
  /** Lines of a deployment's log in one answer. */
  logLines: 10_000,
  /** Of one path segment, characters: a name that comes as a parameter. */
  segment: 260,
} as const;
