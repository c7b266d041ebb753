import t from 'tap';
import { ObservationLog } from '../../common/observation-log.ts';
import type { ObservationBody } from '../../common/observations.ts';

const opened = (connection: number): ObservationBody => ({
  kind: 'connection-opened',
  connection,
  listener: 'https',
  client: '127.0.0.1:50000',
  local: '127.0.0.1:443',
});

t.test('numbers observations, and goes on counting after it was cleared', async (t) => {
  const log = new ObservationLog();
  log.emit(opened(1));
  log.clear();
  log.emit(opened(2));
  t.same(
    log.all().map(({ seq }) => seq),
    [2],
  );
});

t.test('keeps the newest when it is full', async (t) => {
  const log = new ObservationLog({ count: 4 });
  for (let n = 1; n <= 20; n += 1) log.emit(opened(n));
  t.same(
    log.all().map(({ seq }) => seq),
    [17, 18, 19, 20],
  );
  t.equal(log.dropped, 16);
  t.same([log.after(0)?.seq, log.after(18)?.seq, log.after(20)], [17, 19, undefined]);
});

t.test('keeps no more bytes than it may, however few observations these are', async (t) => {
  const log = new ObservationLog({ bytes: 10_000 });
  const big = (size: number): ObservationBody => ({
    kind: 'extension',
    event: 'updated',
    detail: 'x'.repeat(size),
  });
  for (let n = 1; n <= 5; n += 1) log.emit(big(4000));
  t.same(
    log.all().map(({ seq }) => seq),
    [4, 5],
  );
  log.emit(big(20_000));
  t.same(log.all(), [], 'one that is larger than all that may be kept is not kept');
});

t.test('hands each observation to its subscribers until they leave', async (t) => {
  const log = new ObservationLog();
  const seen: number[] = [];
  const stop = log.subscribe(({ seq }) => seen.push(seq));
  log.emit(opened(1));
  stop();
  log.emit(opened(2));
  t.same(seen, [1]);
});

t.test('waits for an observation that is there already, one to come, and in vain', async (t) => {
  const log = new ObservationLog();
  log.emit(opened(1));
  t.match(await log.waitFor(({ kind }) => kind === 'connection-opened'), { seq: 1 });
  const later = log.waitFor(({ seq }) => seq === 2);
  log.emit(opened(2));
  t.match(await later, { seq: 2 });
  await t.rejects(
    log.waitFor(({ seq }) => seq === 99, 1),
    /within 1 ms/,
  );
});
