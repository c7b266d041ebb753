import path from 'node:path';
import t from 'tap';
import { readEndpoints } from '../../cli/endpoint-files.ts';

const MODEL = 'http://127.0.0.1:5001';

const yamlOf = (name: string, endpoint: string, more = ''): string =>
  `name: ${name}\nendpoint_name: ${endpoint}\ntype: kubernetes\n${more}`;

t.test('a deployment file of the embedded endpoint attaches to it without --endpoint', async (t) => {
  const dir = t.testdir({
    'green.yaml': yamlOf('green', 'demo', 'request_settings:\n  request_timeout_ms: 900\n'),
  });
  const notes: string[] = [];
  const make = await readEndpoints(
    { deployment: [path.join(dir, 'green.yaml')], profile: 'kubernetes' },
    (note) => notes.push(note),
  );
  const [demo, ...others] = make(MODEL, 'a-key');
  t.strictSame(others, []);
  t.match(demo, { name: 'demo', authMode: 'key', keys: { primary: 'a-key' }, traffic: { blue: 100 } });
  t.match(
    demo?.deployments
      .map(({ name, requestTimeoutMs, backendUrl }) => [name, requestTimeoutMs, backendUrl])
      .sort(),
    [
      ['blue', 5000, MODEL],
      ['green', 900, MODEL],
    ],
  );
  t.match(notes, [/^green of demo: no traffic/]);
});

t.test('a file of blue replaces the embedded deployment', async (t) => {
  const dir = t.testdir({ 'blue.yaml': yamlOf('blue', 'demo', 'instance_count: 3\n') });
  const notes: string[] = [];
  const make = await readEndpoints(
    { deployment: [path.join(dir, 'blue.yaml')], backend: [`blue=${MODEL}/b`], profile: 'kubernetes' },
    (note) => notes.push(note),
  );
  t.match(make('http://127.0.0.1:1', 'a-key'), [
    { traffic: { blue: 100 }, deployments: [{ name: 'blue', instanceCount: 3, backendUrl: `${MODEL}/b` }] },
  ]);
  t.strictSame(notes, []);
});

t.test('a deployment file of another endpoint still needs the file of that endpoint', async (t) => {
  const dir = t.testdir({ 'blue.yaml': yamlOf('blue', 'other') });
  const make = await readEndpoints(
    { deployment: [path.join(dir, 'blue.yaml')], profile: 'kubernetes' },
    () => undefined,
  );
  t.throws(() => make(MODEL, 'a-key'), { name: 'MockError', reason: 'DEPLOYMENT_WITHOUT_ENDPOINT' });
});
