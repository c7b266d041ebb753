import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import tls from 'node:tls';
import t from 'tap';
import { MOST_OFFERED } from '../../gateway/limits.ts';
import { defaultDeployment } from '../../gateway/routing/endpoints.ts';
import { KEY, NAME, routerOf, startTestGateway } from '../support/gateway.ts';
import { waitFor } from '../support/wait-for.ts';

/** A ClientHello with this many cipher suites that have no name, in records of 16,000 bytes. */
function helloWith(suites: number): Buffer {
  const list = Buffer.alloc(suites * 2);
  for (let index = 0; index < suites; index += 1) list.writeUInt16BE(0x5000 + (index % 0x7000), index * 2);
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32),
    Buffer.from([0, list.length >> 8, list.length & 0xff]),
    list,
    Buffer.from([1, 0]),
  ]);
  const head = Buffer.from([1, 0, body.length >> 8, body.length & 0xff]);
  const message = Buffer.concat([head, body]);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += 16_000) {
    const part = message.subarray(at, at + 16_000);
    records.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat(records);
}

t.test('of a ClientHello with 32,000 cipher suites only the first ones are kept', async (t) => {
  await using at = await startTestGateway();
  const client = net.connect(at.gateway.httpsPort ?? 0, '127.0.0.1');
  t.teardown(() => client.destroy());
  client.on('error', () => undefined);
  client.write(helloWith(32_000));
  const { offered } = await waitFor(at.observations, 'tls-client-hello');
  t.equal(offered.cipherSuites.length, MOST_OFFERED);
});

t.test('a record that cannot be decrypted ends the TCP connection', async (t) => {
  await using at = await startTestGateway();
  const socket = net.connect(at.gateway.httpsPort ?? 0, '127.0.0.1');
  t.teardown(() => socket.destroy());
  const client = tls.connect({ socket, ca: at.caPem, servername: NAME });
  client.on('error', () => undefined);
  await once(client, 'secureConnect');
  // Under the TLS layer, so that it arrives as a record whose MAC is wrong.
  socket.write(Buffer.concat([Buffer.from([23, 3, 3, 0, 40]), Buffer.alloc(40, 7)]));
  const { how } = await waitFor(at.observations, 'connection-closed');
  t.equal(how, 'error');
});

t.test(
  'what is no HTTP, behind a request whose answer has begun, does not get an answer of its own',
  async (t) => {
    const slow = http.createServer((_request, response) => {
      response.writeHead(200, { 'content-length': 200 });
      response.write('{"result":');
    });
    slow.listen(0, '127.0.0.1');
    await once(slow, 'listening');
    const address = slow.address() as net.AddressInfo;
    const router = routerOf(defaultDeployment('blue', `http://127.0.0.1:${address.port}`));
    await using at = await startTestGateway({ plainHttp: 'serve', router });
    t.teardown(() => {
      slow.closeAllConnections();
      slow.close();
    });
    const client = net.connect(at.gateway.httpPort ?? 0, '127.0.0.1');
    t.teardown(() => client.destroy());
    let received = '';
    client.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.endsWith('{"result":')) client.write('NOT HTTP\r\n\r\n');
    });
    client.write(
      `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${KEY}\r\ncontent-length: 2\r\n\r\n{}`,
    );
    await once(client, 'close');
    t.match(received, /^HTTP\/1\.1 200 /);
    t.ok(received.endsWith('{"result":'), 'nothing follows what the model server sent');
  },
);

t.test('a request with two Host fields is refused, and its connection closed', async (t) => {
  await using at = await startTestGateway({ plainHttp: 'serve' });
  const client = net.connect(at.gateway.httpPort ?? 0, '127.0.0.1');
  t.teardown(() => client.destroy());
  let received = '';
  client.on('data', (chunk: Buffer) => {
    received += chunk.toString('latin1');
  });
  client.write(
    `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: a\r\nHOST: b\r\ncontent-length: 0\r\n\r\n`,
  );
  await once(client, 'close');
  t.match(received, /^HTTP\/1\.1 400 /);
});
