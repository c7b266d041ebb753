import { startHarness } from 'azureml-fe-mock';
import t from 'tap';
import { score } from './client.mjs';

t.test('our client refuses an expired certificate', async (t) => {
  await using fe = await startHarness({ scenario: 'expired' });
  await t.rejects(score(fe), { code: 'CERT_HAS_EXPIRED' });
  const { verdict, reason } = await fe.verdict({ succeeded: false });
  t.equal(verdict, 'pass', reason);
});
