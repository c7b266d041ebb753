import { once } from 'node:events';
import tls from 'node:tls';
import { KEY, NAME, type TestGateway } from './gateway.ts';

/** A TLS connection to the gateway, that its test keeps open and closes. */
export async function connect(at: TestGateway, port = at.gateway.httpsPort ?? 0): Promise<tls.TLSSocket> {
  const socket = tls.connect({ host: '127.0.0.1', port, servername: NAME, ca: at.caPem });
  await once(socket, 'secureConnect');
  return socket;
}

/** Asks over a connection that is open already. @returns the head of the answer */
export async function askOver(socket: tls.TLSSocket): Promise<string> {
  const body = '{"data":[[1]]}';
  socket.write(
    `POST /api/v1/endpoint/demo/score HTTP/1.1\r\nhost: ${NAME}\r\nauthorization: Bearer ${KEY}\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString().split('\r\n\r\n')[0] ?? '';
}
