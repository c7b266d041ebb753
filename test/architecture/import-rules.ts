import { builtinModules } from 'node:module';
import path from 'node:path';
import type { ImportGraph } from './import-graph.ts';

const GROUND_FLOOR = ['extension', 'secret', 'gateway', 'dns-mock', 'pki', 'model'];
const UP_TO_APIS = ['apis', ...GROUND_FLOOR, 'common'];
const UP_TO_HARNESS = ['harness', ...UP_TO_APIS];
const UP_TO_SCENARIOS = ['scenarios', ...UP_TO_HARNESS];
const UP_TO_VERIFY = ['verify', ...UP_TO_SCENARIOS];

/** Which rooms a room may import besides itself. The ground floor's rooms do not know each other. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  common: [],
  extension: ['common'],
  secret: ['common'],
  gateway: ['common'],
  'dns-mock': ['common'],
  pki: ['common'],
  model: ['common'],
  apis: [...GROUND_FLOOR, 'common'],
  harness: UP_TO_APIS,
  scenarios: UP_TO_HARNESS,
  verify: UP_TO_SCENARIOS,
  cli: UP_TO_VERIFY,
  'index.ts': UP_TO_VERIFY,
  // The types of what the control API answers.
  testcontainers: ['common'],
  // It knows the control API's JSON and nothing else of the house.
  page: [],
  scripts: ['index.ts', 'cli', ...UP_TO_VERIFY],
};

/** The optional peer dependency that a room, and it alone, is written for. */
const PEER_OF_ROOM: Record<string, string> = { testcontainers: 'testcontainers' };

/** The one file of the page that may name the types of what the control API answers. */
const TYPES_OF_PAGE = 'page/api-types.ts';

/** Every import that a room has no right to, as a sentence each. */
export function forbiddenImports(graph: ImportGraph): string[] {
  const violations: string[] = [];
  for (const [file, target] of relativeImports(graph)) {
    const from = roomOf(file);
    const to = roomOf(target);
    const allowed = MAY_IMPORT[from];
    if (allowed === undefined) violations.push(`${file}: the room ${from} is not in the house plan`);
    else if (!graph.has(target)) violations.push(`${file}: imports ${target}, which is no source file`);
    else if (file === TYPES_OF_PAGE && to === 'common') continue;
    else if (from !== to && !allowed.includes(to)) {
      violations.push(`${file}: ${from} may not import ${to} (${target})`);
    }
  }
  return violations;
}

/** Packages that published rooms import without package.json's `dependencies` naming them, as a sentence each. */
export function undeclaredPackages(graph: ImportGraph, dependencies: readonly string[]): string[] {
  const known = new Set([...dependencies, ...builtinModules.map((name) => `node:${name}`)]);
  const violations: string[] = [];
  for (const [file, specifiers] of graph) {
    const room = roomOf(file);
    // What the page imports is bundled into it.
    if (room === 'scripts' || room === 'page') continue;
    for (const specifier of specifiers.filter((each) => !each.startsWith('.'))) {
      const declared = known.has(specifier) || known.has(packageOf(specifier));
      if (!declared && specifier !== PEER_OF_ROOM[room]) {
        violations.push(`${file}: imports ${specifier}, which is not in the dependencies`);
      }
    }
  }
  return violations;
}

/** The circles of files that import each other, each as `a.ts → b.ts → a.ts`. */
export function importCircles(graph: ImportGraph): string[] {
  const edges = Map.groupBy(relativeImports(graph), ([file]) => file);
  const finished = new Set<string>();
  const circles: string[] = [];

  function visit(file: string, trail: readonly string[]): void {
    const start = trail.indexOf(file);
    if (start >= 0) circles.push([...trail.slice(start), file].join(' → '));
    if (start >= 0 || finished.has(file)) return;
    for (const [, target] of edges.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  }

  for (const file of graph.keys()) visit(file, []);
  return circles;
}

function relativeImports(graph: ImportGraph): (readonly [file: string, target: string])[] {
  return Array.from(graph).flatMap(([file, specifiers]) =>
    specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => [file, path.posix.join(path.posix.dirname(file), specifier)] as const),
  );
}

function roomOf(file: string): string {
  return file.split('/', 1)[0] ?? file;
}

/** `@scope/name/deep` belongs to the package `@scope/name`, `name/deep` to `name`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
