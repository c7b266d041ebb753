import { once } from 'node:events';
import t from 'tap';
import { startTestGateway } from '../support/gateway.ts';
import { askOver, connect } from '../support/kept-connection.ts';

for (const workers of [1, 2]) {
  const options = workers === 1 ? {} : { workers };
  t.test(
    `a router that drains answers on kept and new connections, and ends each (${workers})`,
    async (t) => {
      await using at = await startTestGateway(options);
      const kept = await connect(at);
      t.notMatch(await askOver(kept), /connection: close/i);
      const port = at.gateway.httpsPort ?? 0;
      let isClosed = false;
      const closed = at.gateway.close(5000, 3000).then(() => {
        isClosed = true;
      });
      t.match(await askOver(kept), / 200 [\s\S]*connection: close/i, 'the connection that was kept');
      const [fresh] = await Promise.all([connect(at, port), once(kept, 'close')]);
      t.match(await askOver(fresh), / 200 [\s\S]*connection: close/i, 'a new connection');
      t.notOk(isClosed, 'all of it happened while it drained');
      await closed;
      await t.rejects(connect(at, port), { code: 'ECONNREFUSED' }, 'then the port is closed');
      await at.gateway.close(0);
    },
  );
}

t.test('without time to drain an idle connection is ended at once', async (t) => {
  await using at = await startTestGateway({});
  const kept = await connect(at);
  t.match(await askOver(kept), / 200 /);
  await Promise.all([once(kept.resume(), 'close'), at.gateway.close(5000)]);
});
