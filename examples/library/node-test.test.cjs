// From CommonJS: require() loads the package as it is on Node 22.12 and newer.
const assert = require('node:assert/strict');
const { test } = require('node:test');
const { startHarness } = require('azureml-fe-mock');

test('our client refuses a certificate for another name', async (t) => {
  const fe = await startHarness({ scenario: 'fqdn-mismatch' });
  t.after(() => fe.close());
  const { score } = await import('./client.mjs');
  await assert.rejects(score(fe), { code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  assert.deepEqual(fe.observations().requests, []);
});
