import { once } from 'node:events';
import tls from 'node:tls';
import t from 'tap';
import { KEY, NAME, startTestGateway, type TestGateway } from '../support/gateway.ts';

const connect = async (at: TestGateway, port = at.gateway.httpsPort ?? 0): Promise<tls.TLSSocket> => {
  const socket = tls.connect({ host: '127.0.0.1', port, servername: NAME, ca: at.caPem });
  await once(socket, 'secureConnect');
  return socket;
};

/** Asks over a connection that is open already. @returns the head of the answer */
const ask = async (socket: tls.TLSSocket): Promise<string> => {
  const body = '{"data":[[1]]}';
  socket.write(
    `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: ${NAME}\r\nauthorization: Bearer ${KEY}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString().split('\r\n\r\n')[0] ?? '';
};

for (const workers of [1, 2]) {
  const options = workers === 1 ? {} : { workers };
  t.test(
    `a router that drains answers on kept and new connections, and ends each (${workers})`,
    async (t) => {
      await using at = await startTestGateway(options);
      const kept = await connect(at);
      t.notMatch(await ask(kept), /connection: close/i);
      const port = at.gateway.httpsPort ?? 0;
      let isClosed = false;
      const closed = at.gateway.close(5000, 3000).then(() => {
        isClosed = true;
      });
      t.match(await ask(kept), / 200 [\s\S]*connection: close/i, 'the connection that was kept');
      const [fresh] = await Promise.all([connect(at, port), once(kept, 'close')]);
      t.match(await ask(fresh), / 200 [\s\S]*connection: close/i, 'a new connection');
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
  t.match(await ask(kept), / 200 /);
  await Promise.all([once(kept.resume(), 'close'), at.gateway.close(5000)]);
});
