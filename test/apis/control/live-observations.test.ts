import { once } from 'node:events';
import net from 'node:net';
import t from 'tap';
import { startControl } from '../../../apis/control/server.ts';
import { silentLogger } from '../../../common/logger.ts';
import { ObservationLog } from '../../../common/observation-log.ts';

/** An observation of about a kilobyte. */
const emitTo = (observations: ObservationLog, number: number): void =>
  observations.emit({ kind: 'extension', event: 'updated', detail: `${number} ${'x'.repeat(1000)}` });

async function startStream(
  t: { teardown(close: () => unknown): void },
  observations: ObservationLog,
  fields = '',
) {
  const control = await startControl({
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    parts: { observations, health: () => ({}) },
    log: silentLogger,
  });
  const client = net.connect(Number(new URL(control.url).port), '127.0.0.1');
  t.teardown(async () => {
    client.destroy();
    await control.close();
  });
  client.write(`GET /observations HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream\r\n${fields}\r\n`);
  return client;
}

/** Reads until a text has arrived. */
async function readUntil(client: net.Socket, wanted: string): Promise<string> {
  let text = '';
  while (!text.includes(wanted)) {
    const [chunk] = (await once(client, 'data')) as [Buffer];
    text += chunk.toString();
  }
  return text;
}

t.test('a reader that does not read is not buffered for: it learns how much it missed', async (t) => {
  const observations = new ObservationLog({ count: 50 });
  emitTo(observations, 0);
  const client = await startStream(t, observations);
  await readUntil(client, 'id: 1\n');
  client.pause();
  // More than the buffers of both sockets hold.
  for (let number = 1; number <= 20_000; number += 1) emitTo(observations, number);
  client.resume();
  const text = await readUntil(client, 'id: 20001\n');
  const missed = [...text.matchAll(/event: dropped\ndata: \{"dropped":(\d+)\}/g)].map(([, count]) =>
    Number(count),
  );
  const ids = [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  t.ok(missed.length > 0, 'the gap is announced');
  const seen = ids.filter((id) => id > 1).length;
  t.equal(
    seen + missed.reduce((sum, count) => sum + count, 0),
    20_000,
    'every observation is sent or counted',
  );
});

t.test('Last-Event-ID continues after that observation', async (t) => {
  const observations = new ObservationLog();
  for (let number = 0; number < 5; number += 1) emitTo(observations, number);
  const client = await startStream(t, observations, 'last-event-id: 3\r\n');
  const text = await readUntil(client, 'id: 5\n');
  t.same(
    [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id)),
    [4, 5],
  );
});
