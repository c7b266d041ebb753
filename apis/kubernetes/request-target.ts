import { type Kind, kindOfPath } from './kinds.ts';

/** What a path of the API names. */
export interface ResourceTarget {
  kind: Kind;
  /** '' means all namespaces, or that the kind has none. */
  namespace: string;
  /** '' names the collection. */
  name: string;
  /** '' names the object itself. */
  subresource: string;
  /** Paths of old watches: `/api/v1/watch/…`. */
  watch: boolean;
}

/**
 * Reads `/api/v1/…` and `/apis/GROUP/VERSION/…`.
 * @returns null where no kind of this API has that path
 */
export function readTarget(path: string): ResourceTarget | null {
  const parts = path.split('/').slice(1);
  if (parts.at(-1) === '') parts.pop();
  const [root, ...rest] = parts.map(decoded);
  const [group, version, ...steps] =
    root === 'api' ? ['', ...rest] : root === 'apis' ? rest : [undefined, undefined];
  if (group === undefined || version === undefined || steps.length === 0 || steps.includes(null)) return null;
  if (group === null || version === null) return null;
  return readSteps(group, version, steps as string[]);
}

function readSteps(group: string, version: string, all: string[]): ResourceTarget | null {
  const watch = all[0] === 'watch';
  const steps = watch ? all.slice(1) : all;
  const inNamespace = steps[0] === 'namespaces' && steps.length >= 3 && !isOfNamespace(steps[2]);
  const [resource = '', name = '', subresource = '', ...more] = inNamespace ? steps.slice(2) : steps;
  const kind = kindOfPath(group, version, resource);
  if (kind === undefined || more.length > 0) return null;
  // An object of a namespaced kind has no path without its namespace, and a kind without namespaces none with one.
  if (kind.namespaced !== inNamespace && (inNamespace || name !== '')) return null;
  return { kind, namespace: inNamespace ? (steps[1] ?? '') : '', name, subresource, watch };
}

/** `/namespaces/x/status` is a subresource of the namespace, not a kind in it. */
function isOfNamespace(step: string | undefined): boolean {
  return step === 'status' || step === 'finalize';
}

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
