import t from 'tap';
import { defaultDeployment, type EndpointSpec } from '../../gateway/routing/endpoints.ts';
import { endpointsFor } from '../../harness/client-key.ts';

const own = (name: string): EndpointSpec => ({
  name,
  authMode: 'key',
  traffic: { green: 30, red: 70 },
  keys: { primary: 'first-key-of-them', secondary: 'second-key-of-them' },
  deployments: ['green', 'red'].map((deployment) => defaultDeployment(deployment, 'http://127.0.0.1:5001')),
});

t.test("what a world changes about endpoints, it changes about a person's own as well", async (t) => {
  const endpoints = [own('credit'), own('debit')];
  t.strictSame(endpointsFor({}, endpoints), endpoints);
  t.strictSame(
    endpointsFor({ noTraffic: true }, endpoints).map(({ traffic }) => traffic),
    [{}, {}],
  );
  for (const { deployments } of endpointsFor({ deployment: { requestTimeoutMs: 200 } }, endpoints))
    t.strictSame(
      deployments.map(({ name, requestTimeoutMs }) => [name, requestTimeoutMs]),
      [
        ['green', 200],
        ['red', 200],
      ],
    );
  t.strictSame(
    endpointsFor({ clientKey: 'expired-token' }, endpoints).map(({ authMode }) => authMode),
    ['aml_token', 'aml_token'],
  );
  t.strictSame(endpoints, [own('credit'), own('debit')], 'and leaves them as they were given');
});
