import t from 'tap';
import { blue, demo, gate, reasonOf, startBackend, startBed } from './support.ts';

const named =
  (name: string) =>
  (_request: unknown, response: { end(text: string): void }): void =>
    response.end(name);

t.test('traffic follows its weights, the same way for the same seed', async (t) => {
  const one = await startBackend(t, named('blue'));
  const two = await startBackend(t, named('green'));
  const endpoint = demo([blue(one.url), { ...blue(two.url), name: 'green' }], { blue: 50, green: 50 });
  const run = async (seed: number): Promise<string> => {
    const bed = await startBed(t, { endpoints: [endpoint], seed });
    let story = '';
    for (let count = 0; count < 16; count += 1) story += (await bed.send()).body[0];
    return story;
  };
  const first = await run(1);
  t.equal(await run(1), first);
  t.not(await run(2), first);
  t.match(first, /b.*g|g.*b/, 'both got some');
});

t.test('the azureml-model-deployment header goes past the weights', async (t) => {
  const one = await startBackend(t, named('blue'));
  const two = await startBackend(t, named('green'));
  const bed = await startBed(t, { endpoints: [demo([blue(one.url), { ...blue(two.url), name: 'green' }])] });
  const answer = await bed.send({ headers: { 'azureml-model-deployment': 'green' } });
  t.equal(answer.body, 'green');
  t.equal(answer.headers['azureml-model-deployment'], 'green');
  t.equal((await bed.send()).body, 'blue');
});

t.test('traffic can be moved, and switched off', async (t) => {
  const one = await startBackend(t, named('blue'));
  const two = await startBackend(t, named('green'));
  const bed = await startBed(t, { endpoints: [demo([blue(one.url), { ...blue(two.url), name: 'green' }])] });
  bed.router.setTraffic('demo', { green: 100 });
  t.equal((await bed.send()).body, 'green');
  bed.router.setTraffic('demo', {});
  const answer = await bed.send();
  t.equal(answer.status, 404);
  t.equal((await bed.responseOf(String(answer.headers['x-request-id']))).decision, 'no-traffic');
  t.equal(
    reasonOf(() => bed.router.setTraffic('demo', { green: 50 })),
    'ENDPOINT_TRAFFIC_TOTAL',
  );
  t.equal(
    reasonOf(() => bed.router.setTraffic('demo', { red: 100 })),
    'ENDPOINT_TRAFFIC_UNKNOWN',
  );
  t.strictSame(bed.router.endpoints()[0]?.traffic, {}, 'what was refused changed nothing');
});

t.test('a deployment can be added, replaced and deleted', async (t) => {
  const one = await startBackend(t, named('one'));
  const two = await startBackend(t, named('two'));
  const bed = await startBed(t, { endpoints: [demo([blue(one.url)])] });
  bed.router.putDeployment('demo', { ...blue(two.url), name: 'green' });
  t.equal((await bed.send({ headers: { 'azureml-model-deployment': 'green' } })).body, 'two');
  bed.router.putDeployment('demo', blue(two.url));
  t.equal((await bed.send()).body, 'two');
  t.equal(
    reasonOf(() => bed.router.deleteDeployment('demo', 'blue')),
    'DEPLOYMENT_HAS_TRAFFIC',
  );
  t.equal(bed.router.deleteDeployment('demo', 'green'), true);
  t.equal(bed.router.deleteDeployment('demo', 'green'), false);
  t.equal((await bed.send({ headers: { 'azureml-model-deployment': 'green' } })).status, 404);
  t.equal(
    reasonOf(() => bed.router.putDeployment('unknown', blue(one.url))),
    'ENDPOINT_UNKNOWN',
  );
  t.equal(
    reasonOf(() => bed.router.putDeployment('demo', blue(one.url, { instanceCount: 0 }))),
    'DEPLOYMENT_SETTING',
  );
});

t.test('an endpoint can be added, replaced and deleted', async (t) => {
  const one = await startBackend(t, named('one'));
  const bed = await startBed(t, { endpoints: [] });
  t.equal((await bed.send()).status, 404);
  bed.router.putEndpoint(demo([blue(one.url)]));
  t.equal((await bed.send()).status, 200);
  bed.router.putEndpoint({ ...demo([blue(one.url)]), keys: { primary: 'new', secondary: 'newer' } });
  t.equal((await bed.send()).status, 401);
  t.equal((await bed.send({ key: 'new' })).status, 200);
  t.equal(bed.router.deleteEndpoint('demo'), true);
  t.equal(bed.router.deleteEndpoint('demo'), false);
  t.equal((await bed.send()).status, 404);
});

t.test('a change lets the requests in work come to their end, also those that wait', async (t) => {
  const { opened, open } = gate();
  const slow = await startBackend(t, async (_request, response) => {
    await opened;
    response.end('old');
  });
  const bed = await startBed(t, { endpoints: [demo([blue(slow.url, { maxQueueWaitMs: 60_000 })])] });
  const working = [bed.send(), bed.send()];
  await bed.observations.waitFor((one) => one.kind === 'http-request');
  while (bed.router.readiness()[0]?.queued !== 1) await new Promise(setImmediate);
  const quick = await startBackend(t, named('new'));
  bed.router.replaceEndpoints([demo([blue(quick.url)])]);
  t.equal((await bed.send()).body, 'new');
  open();
  t.strictSame(
    (await Promise.all(working)).map(({ body }) => body),
    ['old', 'old'],
  );
});

t.test('endpoints that are refused leave the present ones in service', async (t) => {
  const one = await startBackend(t, named('one'));
  const bed = await startBed(t, { endpoints: [demo([blue(one.url)])] });
  t.equal(
    reasonOf(() => bed.router.replaceEndpoints([{ ...demo([blue(one.url)]), name: 'x' }])),
    'ENDPOINT_NAME',
  );
  t.equal((await bed.send()).status, 200);
});

t.test('what the router hands out is a copy', async (t) => {
  const one = await startBackend(t, named('one'));
  const bed = await startBed(t, { endpoints: [demo([blue(one.url)])] });
  const [spec] = bed.router.endpoints();
  if (spec !== undefined) spec.traffic.blue = 0;
  t.equal((await bed.send()).status, 200);
});
