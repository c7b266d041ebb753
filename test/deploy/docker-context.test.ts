import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { readImportGraph } from '../architecture/import-graph.ts';
import { ROOT } from './cluster-objects.ts';

const read = (file: string): Promise<string> => readFile(path.join(ROOT, file), 'utf8');

t.test('the image is built with every room that the build reaches', async (t) => {
  const kept = (await read('.dockerignore'))
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const graph = await readImportGraph(ROOT);
  const reached = new Set<string>(JSON.parse(await read('tsconfig.build.json')).files);
  for (const file of reached)
    for (const specifier of graph.get(file) ?? [])
      if (specifier.startsWith('.')) reached.add(path.posix.join(path.posix.dirname(file), specifier));
  t.ok(reached.has('gateway/listener.ts'), 'imports are followed');
  const tops = new Set([...reached].map((file) => file.split('/')[0] ?? ''));
  for (const top of tops) t.ok(kept.includes(top), `.dockerignore keeps ${top}`);
});
