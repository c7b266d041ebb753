import t from 'tap';
import { silentLogger } from '../../../common/logger.ts';
import { defaultDeployment } from '../../../gateway/routing/endpoints.ts';
import { LiveDeployment } from '../../../gateway/routing/live-deployment.ts';

t.test('a deployment that is replaced while it works may be ended before it is done', async (t) => {
  const deployment = new LiveDeployment({
    endpoint: 'demo',
    spec: defaultDeployment('blue', 'http://127.0.0.1:9'),
    pendingPerSlot: null,
    log: silentLogger,
  });
  const waiter = { admitted: () => undefined, expired: () => undefined };
  t.equal(deployment.admission.enter(waiter), 'admitted');
  const retired = deployment.retire();
  await deployment.destroy();
  deployment.admission.release();
  await t.resolves(retired);
});
