import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import t from 'tap';
import { explainBusyPorts } from '../../cli/busy-ports.ts';
import { fail } from '../../common/errors.ts';

const host = '127.0.0.1';
const inUse = (port: number) => fail('PORT_IN_USE', { port, host, option: '--https-port' });

async function busyPort(t: Tap): Promise<number> {
  const server = net.createServer().listen(0, host);
  t.teardown(() => server.close());
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
type Tap = { teardown(close: () => unknown): void };

t.test('all busy ports are named at once, with a line that starts beside them', async (t) => {
  const [https, control] = [await busyPort(t), await busyPort(t)];
  const chosen = [
    { option: '--https-port', host, port: https },
    { option: '--dns-port', host, port: 0 },
    { option: '--control-port', host, port: control },
  ];
  const words = [
    'start',
    '--https-port',
    String(https),
    `--control-port=${control}`,
    '--scenario',
    'expired',
  ];
  t.match(await explainBusyPorts(inUse(https), chosen, words), {
    reason: 'PORTS_IN_USE',
    message: `Ports ${https} (--https-port), ${control} (--control-port) on 127.0.0.1 are already in use.`,
    remedy: /start --https-port 0 --control-port 0 --scenario expired$/,
  });
});

t.test('a port that was given twice is called that', async (t) => {
  const chosen = [
    { option: '--https-port', host, port: 8443 },
    { option: '--control-port', host, port: 8443 },
  ];
  t.match(await explainBusyPorts(inUse(8443), chosen, []), {
    reason: 'PORT_GIVEN_TWICE',
    message: 'You gave 8443 twice: --https-port and --control-port.',
    exit: 2,
  });
});

t.test('one busy port, and any other error, stay as they are', async (t) => {
  const https = await busyPort(t);
  const error = inUse(https);
  t.equal(await explainBusyPorts(error, [{ option: '--https-port', host, port: https }], []), error);
  const other = new Error('other');
  t.equal(await explainBusyPorts(other, [], []), other);
});
