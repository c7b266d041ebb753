import t from 'tap';
import { assessLoad, isInFlight, type Story } from '../../scripts/swarm/assess-load.ts';
import type { SentRequest } from '../../scripts/swarm/load-log.ts';

const STORY: Story = {
  routers: ['10.0.1.1', '10.0.1.2'],
  killed: { address: '10.0.1.1', killedAt: 1000, endedAt: 1100 },
  replacement: { address: '10.0.1.3', at: 2000 },
  renewal: { from: 'OLD', to: 'NEW', servedByAllAt: 3000 },
};

const request = (
  address: string | null,
  connection: number | null,
  startedAt: number,
  rest: Partial<SentRequest> = {},
): SentRequest => ({
  address,
  connection,
  startedAt,
  endedAt: startedAt + 10,
  fingerprint: startedAt > 3000 ? 'NEW' : 'OLD',
  error: null,
  ...rest,
});

/** A load in which everything is as it should be. */
const GOOD: SentRequest[] = [
  request('10.0.1.1', 1, 500),
  request('10.0.1.2', 2, 510),
  request('10.0.1.1', 1, 1090, { endedAt: 1120, error: 'ECONNRESET' }),
  request('10.0.1.2', 2, 1500),
  request('10.0.1.3', 3, 2500),
  request('10.0.1.2', 2, 3500, { fingerprint: 'OLD' }),
  request('10.0.1.2', 4, 3600),
  request('10.0.1.3', 5, 3700),
];

/** The parts of the report that do not hold. */
const broken = (requests: SentRequest[]): string[] =>
  assessLoad(requests, STORY)
    .filter(({ holds }) => !holds)
    .map(({ what }) => what);

const without = (unwanted: number): SentRequest[] => GOOD.filter((_request, index) => index !== unwanted);

t.test('a load that lost nothing but what was in flight on the killed router is good', async (t) => {
  t.strictSame(broken(GOOD), []);
  const found = assessLoad(GOOD, STORY).map(({ what, detail }) => `${what}: ${detail}`);
  t.match(
    found.join('\n'),
    /8 requests, 1 failed\n +ECONNRESET from 10\.0\.1\.1, begun 90 ms and over 120 ms/,
  );
});

t.test('a failed request is excused on the killed router at the time alone', async (t) => {
  const failed = (address: string | null, startedAt: number, endedAt: number): boolean =>
    isInFlight(request(address, 1, startedAt, { endedAt, error: 'ECONNRESET' }), STORY.killed);
  t.equal(failed('10.0.1.1', 900, 1050), true);
  t.equal(failed('10.0.1.2', 900, 1050), false, 'another router');
  t.equal(failed(null, 900, 1050), false, 'no connection at all');
  t.equal(failed('10.0.1.1', 900, 950), false, 'over before the kill');
  t.equal(failed('10.0.1.1', 1101, 1200), false, 'begun when the process was gone');
});

t.test('what went wrong is found', async (t) => {
  const failure = request('10.0.1.2', 9, 2600, { error: '503 no replica' });
  t.strictSame(broken([...GOOD, failure]), ['no request failed but those in flight on 10.0.1.1']);
  t.strictSame(broken(without(0)), ['every router answered before the kill']);
  t.strictSame(broken(without(3)), ['the others answered while it was away']);
  t.strictSame(broken([...GOOD, request('10.0.1.1', 1, 1600)]), ['the others answered while it was away']);
  t.strictSame(broken(without(5)), ['connections that were open during the renewal went on']);
  t.strictSame(broken(without(6)), [
    'every router shows the new certificate to new connections, and none the old one',
  ]);
  t.strictSame(broken(without(7)), [
    'the router in its place answers',
    'every router shows the new certificate to new connections, and none the old one',
  ]);
  t.strictSame(broken([...GOOD, request('10.0.1.3', 10, 3800, { fingerprint: 'OLD' })]), [
    'every router shows the new certificate to new connections, and none the old one',
  ]);
});
