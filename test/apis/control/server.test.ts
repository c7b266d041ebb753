import { setImmediate } from 'node:timers/promises';
import t from 'tap';
import { request } from 'undici';
import { isKnownOrigin } from '../../../apis/control/guard.ts';
import { startControl } from '../../../apis/control/server.ts';
import { isKnownHost } from '../../../common/known-host.ts';
import { silentLogger } from '../../../common/logger.ts';
import { ObservationLog } from '../../../common/observation-log.ts';

const NO_SECRET = { fingerprint: null, notAfter: null, detail: '' };

t.test('a Host is known if no DNS of others can make it point here', async (t) => {
  const rows: [string | undefined, boolean][] = [
    ['127.0.0.1:8055', true],
    ['localhost:8055', true],
    ['[::1]:8055', true],
    ['192.168.7.7:8055', true],
    ['gateway:8055', true],
    ['GATEWAY', true],
    ['evil.example:8055', false],
    ['localhost.evil.example', false],
    ['evil-localhost:8055', false],
    ['evil.localhost:8055', false],
    ['', false],
    [undefined, false],
    ['a b', false],
  ];
  for (const [host, known] of rows) t.equal(isKnownHost(host, ['gateway']), known, String(host));
  t.equal(isKnownHost('gateway', ['router', 'gateway']), true, 'one of several allowed names');
  t.equal(isKnownOrigin(undefined, '127.0.0.1:8055'), true);
  t.equal(isKnownOrigin('http://127.0.0.1:8055', '127.0.0.1:8055'), true);
  t.equal(isKnownOrigin('http://127.0.0.1:3000', '127.0.0.1:8055'), false);
  t.equal(isKnownOrigin('null', '127.0.0.1:8055'), false);
});

t.test('every answer waits until what other threads saw and changed has arrived', async (t) => {
  const observations = new ObservationLog();
  let arrives = false;
  let flushes = 0;
  const flushed = async (): Promise<void> => {
    flushes += 1;
    await setImmediate();
    if (arrives) observations.emit({ kind: 'secret', event: 'loaded', served: true, ...NO_SECRET });
    arrives = false;
  };
  const control = await startControl({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    parts: { observations, health: () => ({}), flushed },
    log: silentLogger,
  });
  t.teardown(() => control.close());
  arrives = true;
  const { body } = await request(`${control.url}/observations`);
  t.match(await body.json(), { events: [{ kind: 'secret' }] }, 'a GET reads what was on its way');
  t.equal(flushes, 1, 'and nothing has to be flushed after it');

  await (await request(`${control.url}/observations`, { method: 'DELETE' })).body.dump();
  t.equal(flushes, 3, 'a change is flushed before and after');
});
