import path from 'node:path';
import t from 'tap';
import { run } from '../support/tools.ts';

const MODULE = path.resolve(import.meta.dirname, '../../common/reset-socket.ts');

/** A process that resets a connection whose own FIN is on its way. */
const PROGRAM = `
  import net from 'node:net';
  import { resetSocket } from ${JSON.stringify(MODULE)};
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end();
    process.nextTick(() => {
      resetSocket(socket);
      server.close();
      client.destroy();
    });
  });
  let client;
  server.listen(0, '127.0.0.1', () => {
    client = net.connect(server.address().port, '127.0.0.1');
    client.on('error', () => undefined);
  });
`;

t.test(
  'a connection that is reset while it is being closed does not keep the process from ending',
  async (t) => {
    const { code, stderr } = await run(
      process.execPath,
      ['--input-type=module', '--eval', PROGRAM],
      '',
      15_000,
    );
    t.equal(code, 0, stderr || 'it had to be killed');
  },
);
