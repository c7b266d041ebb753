import { readFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { STEPS } from '../../../scripts/field-test-kubernetes/all-steps.ts';
import { ask } from '../../../scripts/field-test-kubernetes/ask.ts';
import { compare } from '../../../scripts/field-test-kubernetes/compare.ts';
import { DIFFERENCES } from '../../../scripts/field-test-kubernetes/differences.ts';
import type { Answered } from '../../../scripts/field-test-kubernetes/step.ts';
import { clusterOf } from './cluster-of.ts';

const recorded: [string, Answered][] = JSON.parse(
  await readFile(path.join(import.meta.dirname, 'real-answers.json'), 'utf8'),
);

t.test('the Kubernetes API answers as a real API server did', async (t) => {
  await using cluster = await clusterOf({ installed: false, nodes: 0 });
  const answers = await ask({ url: cluster.plainUrl, token: cluster.token }, STEPS);
  t.ok(recorded.length >= 200, 'at least 200 requests are recorded');
  t.strictSame(
    recorded.map(([name]) => name),
    STEPS.map(({ name }) => name),
    'the record is of these requests',
  );
  for (const [name, real] of recorded) {
    const ours = answers.get(name);
    const found = ours === undefined ? [{ path: '', real, ours: 'no answer' }] : compare(name, real, ours);
    if (DIFFERENCES[name] === undefined) t.strictSame(found, [], name);
    else t.not(found.length, 0, `${name}: differs, as explained`);
  }
});
