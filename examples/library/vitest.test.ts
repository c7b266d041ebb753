import { type RunningHarness, startHarness } from 'azureml-fe-mock';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { score } from './client.mjs';

let fe: RunningHarness;
beforeAll(async () => {
  fe = await startHarness();
});
afterAll(() => fe.close());

test('our client scores', async () => {
  expect(await score(fe)).toEqual({ result: [6] });
});

test.each(['expired', 'fqdn-mismatch', 'self-signed'])('our client fails closed: %s', async (scenario) => {
  await fe.use(scenario);
  await expect(score(fe)).rejects.toThrow();
  expect(await fe.verdict({ succeeded: false })).toMatchObject({ verdict: 'pass' });
});
