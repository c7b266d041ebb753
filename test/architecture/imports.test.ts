import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { importsOf, readImportGraph } from './import-graph.ts';
import { forbiddenImports, importCircles, undeclaredPackages } from './import-rules.ts';

const root = path.resolve(import.meta.dirname, '../..');

t.test('rooms import only the rooms below them', async (t) => {
  const graph = await readImportGraph(root);
  for (const room of ['cli', 'common', 'dns-mock', 'gateway', 'harness', 'model', 'pki', 'scenarios']) {
    t.ok(
      Array.from(graph.keys()).some((file) => file.startsWith(`${room}/`)),
      `the room ${room} is looked at`,
    );
  }
  t.strictSame(forbiddenImports(graph), []);
});

t.test('no file imports itself by way of others', async (t) => {
  t.strictSame(importCircles(await readImportGraph(root)), []);
});

t.test('what is published imports only declared dependencies', async (t) => {
  const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  t.strictSame(undeclaredPackages(await readImportGraph(root), Object.keys(dependencies)), []);
});

t.test('the checker sees every way to import', async (t) => {
  const source = [
    "import a from './a.ts';",
    "import type { B } from './b.ts';",
    'import {',
    '  c,',
    '  type D,',
    "} from './c.ts';",
    "import './side-effect.ts';",
    "export * from './d.ts';",
    "export type { E } from './e.ts';",
    "const f = await import('./f.ts');",
    "type G = typeof import('./g.ts');",
    "export const h = './not-an-import.ts';",
    " * import nothing from './comment.ts'",
  ].join('\n');
  t.strictSame(importsOf(source), [
    './a.ts',
    './b.ts',
    './c.ts',
    './side-effect.ts',
    './d.ts',
    './e.ts',
    './f.ts',
    './g.ts',
  ]);
});

t.test(
  'the checker refuses an import between rooms of the ground floor, upwards, and out of the plan',
  async (t) => {
    const graph = new Map([
      ['cli/main.ts', ['../harness/world.ts', '../pki/leaf.ts']],
      ['harness/world.ts', ['../gateway/gateway.ts', '../scenarios/valid.ts']],
      ['gateway/gateway.ts', ['../pki/leaf.ts', './tls/listener.ts']],
      ['gateway/tls/listener.ts', ['../../common/errors.ts', './gone.ts']],
      ['pki/leaf.ts', ['../test/pki/fixture.ts']],
      ['scenarios/valid.ts', []],
      ['common/errors.ts', ['../index.ts']],
      ['attic/old.ts', ['../common/errors.ts']],
      ['index.ts', ['./harness/world.ts']],
    ]);
    t.strictSame(forbiddenImports(graph), [
      'harness/world.ts: harness may not import scenarios (scenarios/valid.ts)',
      'gateway/gateway.ts: gateway may not import pki (pki/leaf.ts)',
      'gateway/tls/listener.ts: imports gateway/tls/gone.ts, which is no source file',
      'pki/leaf.ts: imports test/pki/fixture.ts, which is no source file',
      'common/errors.ts: common may not import index.ts (index.ts)',
      'attic/old.ts: the room attic is not in the house plan',
    ]);
  },
);

t.test(
  'the checker finds circles, inside a room too, and no circle where two ways lead to one file',
  async (t) => {
    const circle = new Map([
      ['pki/a.ts', ['./b.ts']],
      ['pki/b.ts', ['./c.ts']],
      ['pki/c.ts', ['./b.ts']],
    ]);
    t.strictSame(importCircles(circle), ['pki/b.ts → pki/c.ts → pki/b.ts']);

    const diamond = new Map([
      ['pki/a.ts', ['./b.ts', './c.ts']],
      ['pki/b.ts', ['./d.ts']],
      ['pki/c.ts', ['./d.ts']],
      ['pki/d.ts', []],
    ]);
    t.strictSame(importCircles(diamond), []);
  },
);

t.test('the checker refuses packages that only the tests may use', async (t) => {
  const graph = new Map([
    ['gateway/gateway.ts', ['fastify', '@scope/declared/deep.js', 'node:tls', 'testcontainers', 'fs']],
    ['scripts/build.ts', ['testcontainers']],
    ['testcontainers/index.ts', ['testcontainers', 'dockerode']],
  ]);
  t.strictSame(undeclaredPackages(graph, ['fastify', '@scope/declared']), [
    'gateway/gateway.ts: imports testcontainers, which is not in the dependencies',
    'gateway/gateway.ts: imports fs, which is not in the dependencies',
    'testcontainers/index.ts: imports dockerode, which is not in the dependencies',
  ]);
});
