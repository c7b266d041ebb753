import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startHarness } from 'azureml-fe-mock';
import { score } from './client.mjs';

let fe;
before(async () => {
  fe = await startHarness();
});
after(() => fe.close());

test('our client scores', async () => {
  assert.deepEqual(await score(fe), { result: [6] });
});

for (const scenario of ['expired', 'fqdn-mismatch', 'self-signed', 'untrusted-root']) {
  test(`our client fails closed: ${scenario}`, async () => {
    await fe.use(scenario);
    const succeeded = await score(fe).then(
      () => true,
      () => false,
    );
    const { verdict, reason } = await fe.verdict({ succeeded });
    assert.equal(verdict, 'pass', reason);
  });
}
