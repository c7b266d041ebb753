import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run } from '../support/tools.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export const KUSTOMIZATION = 'deploy/kubernetes';

/** What these tests read of any object; the schemas have the rest. */
export interface ClusterObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec?: unknown;
  data?: Record<string, string>;
}

export interface Port {
  name?: string;
  containerPort: number;
  protocol?: string;
}

export interface Probe {
  httpGet: { path: string; port: string | number };
}

export interface SecurityContext {
  runAsNonRoot?: boolean;
  runAsUser?: number;
  runAsGroup?: number;
  seccompProfile?: { type: string };
  allowPrivilegeEscalation?: boolean;
  readOnlyRootFilesystem?: boolean;
  privileged?: boolean;
  capabilities?: { add?: string[]; drop?: string[] };
}

export interface Container {
  name: string;
  image: string;
  args?: string[];
  env?: { name: string; value?: string; valueFrom?: { secretKeyRef?: { name: string; key: string } } }[];
  ports?: Port[];
  startupProbe?: Probe;
  readinessProbe?: Probe;
  livenessProbe?: Probe;
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: SecurityContext;
  volumeMounts?: { name: string; mountPath: string; subPath?: string; readOnly?: boolean }[];
}

export interface PodSpec {
  automountServiceAccountToken?: boolean;
  hostNetwork?: boolean;
  hostPID?: boolean;
  hostIPC?: boolean;
  securityContext?: SecurityContext;
  initContainers?: Container[];
  containers: Container[];
  volumes?: ({ name: string; secret?: { secretName: string } } & Record<string, unknown>)[];
}

export interface DeploymentSpec {
  replicas: number;
  selector: { matchLabels: Record<string, string> };
  template: { metadata: { labels: Record<string, string> }; spec: PodSpec };
}

/** Every document of a YAML file, as objects of a cluster. */
export function parseObjects(yaml: string): ClusterObject[] {
  return parseAllDocuments(yaml, { merge: true, version: '1.1' }).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS() as ClusterObject;
  });
}

/** What `kubectl apply -k` would send, as YAML. */
export async function renderKustomization(folder = KUSTOMIZATION): Promise<string> {
  const { code, stdout, stderr } = await run('kubectl', ['kustomize', path.join(ROOT, folder)]);
  if (code !== 0) throw new Error(`kubectl kustomize ended with ${code}: ${stderr}`);
  return stdout;
}

/** The objects as they stand in the files, for where there is no kubectl. */
export async function readManifest(file: string): Promise<ClusterObject[]> {
  return parseObjects(await readFile(path.join(ROOT, KUSTOMIZATION, file), 'utf8'));
}

export const ofKind = <Spec>(
  objects: readonly ClusterObject[],
  kind: string,
): (ClusterObject & { spec: Spec })[] =>
  objects.filter((object) => object.kind === kind) as (ClusterObject & { spec: Spec })[];

/** The one object of that kind and name. */
export function find<Spec>(
  objects: readonly ClusterObject[],
  kind: string,
  name: string,
): ClusterObject & { spec: Spec } {
  const found = ofKind<Spec>(objects, kind).find(({ metadata }) => metadata.name === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

/**
 * The arguments as the kubelet passes them on: `$(NAME)` is replaced by the variable, and stays where there is none
 * (API reference of Container, `args`).
 */
export function expandArguments(args: readonly string[], variables: Record<string, string>): string[] {
  return args.map((argument) =>
    argument.replace(/\$\(([\w.-]+)\)/g, (reference, name: string) => variables[name] ?? reference),
  );
}
