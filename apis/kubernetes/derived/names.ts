import type { JsonObject } from '../json.ts';
import type { Kind } from '../kinds.ts';
import type { ObjectStore } from '../object-store.ts';

/** An object that follows from the facts. */
export interface BaseObject {
  kind: Kind;
  object: JsonObject;
  /** When it changes, the object is written again even where it is the same: an update of the extension. */
  mark: string;
  /** ms since 1970. */
  createdAt: number;
}

/** What the controllers need of the cluster. */
export interface ControlledCluster {
  readonly store: ObjectStore;
  keep(kind: Kind, object: JsonObject): void;
  /** Whether a replica of the router, by index, passes its readiness probe. */
  isReady(index: number): boolean;
  /** At least 1. */
  nodeCount(): number;
  /** RFC 3339. */
  time(): string;
}

/** The namespace of the extension. */
export const NAMESPACE = 'azureml';

/** The labels of the router's objects, by which Azure's own runbooks select them. */
export const ROUTER_LABELS = { azuremlappname: 'azureml-fe', azuremlappversion: 'v2' } as const;

/** The name of a node of an AKS pool. */
export function nodeName(index: number): string {
  return `aks-nodepool1-12345678-vmss${String(index).padStart(6, '0')}`;
}

/** The address of a node in the cluster's imagined network. */
export function nodeAddress(index: number): string {
  return `10.224.0.${4 + (index % 250)}`;
}
