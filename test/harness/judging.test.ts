import t from 'tap';
import type { Observation } from '../../common/observations.ts';
import { seenSince } from '../../harness/judging.ts';

const at = (ms: number, kind: string, connection?: number): Observation =>
  ({ seq: ms, ms, at: '', kind, ...(connection === undefined ? {} : { connection }) }) as Observation;

t.test('of a connection from before the moment nothing is kept, of a later one all', async (t) => {
  const events = [
    at(1, 'connection-opened', 1),
    at(2, 'dns-query'),
    at(10, 'dns-query'),
    at(11, 'http-request', 1),
    at(12, 'connection-opened', 2),
    at(13, 'http-request', 2),
    at(14, 'connection-closed', 1),
  ];
  const kept = seenSince(events, 10).map(({ ms }) => ms);
  t.strictSame(kept, [10, 12, 13]);
  t.strictSame(seenSince(events, 0), events);
});
