import t from 'tap';
import { KeyGuard, newEndpointKey, readBearer, TokenGuard } from '../../../gateway/routing/authorization.ts';

const HEADERS: [string | undefined, string | null][] = [
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER   abc', 'abc'],
  ['Bearer ', null],
  ['Bearer', null],
  ['Basic abc', null],
  ['abc', null],
  ['', null],
  [undefined, null],
];

for (const [header, token] of HEADERS) {
  t.test(`an Authorization of ${JSON.stringify(header)} carries ${JSON.stringify(token)}`, async (t) => {
    t.equal(readBearer(header), token);
  });
}

t.test('either key opens the endpoint, anything else does not', async (t) => {
  const guard = new KeyGuard({ primary: 'one', secondary: 'two' });
  t.equal(guard.check('Bearer one'), 'valid');
  t.equal(guard.check('Bearer two'), 'valid');
  t.equal(guard.check('Bearer onetwo'), 'invalid');
  t.equal(guard.check('Bearer on'), 'invalid');
  t.equal(guard.check('Bearer ONE'), 'invalid');
  t.equal(guard.check('Basic one'), 'invalid');
  t.equal(guard.check(''), 'invalid');
  t.equal(guard.check(undefined), 'missing');
});

t.test('a token is good until it expires, and then is known as expired', async (t) => {
  let now = 1_700_000_000_000;
  const guard = new TokenGuard(60_000, () => now);
  const { token, expiryMs } = guard.issue();
  t.equal(token.expiryTimeUtc, 1_700_000_060);
  t.equal(Math.floor(expiryMs / 1000), token.expiryTimeUtc);
  t.equal(token.refreshAfterTimeUtc, 1_700_000_030);
  t.equal(guard.check(`Bearer ${token.accessToken}`), 'valid');
  now += 59_999;
  t.equal(guard.check(`Bearer ${token.accessToken}`), 'valid');
  now += 1;
  t.equal(guard.check(`Bearer ${token.accessToken}`), 'expired');
});

t.test('a made-up token is invalid, and an expired one is forgotten in the end', async (t) => {
  let now = 0;
  const guard = new TokenGuard(1000, () => now);
  t.equal(guard.check('Bearer made-up'), 'invalid');
  const { accessToken } = guard.issue().token;
  now = 30 * 24 * 60 * 60 * 1000;
  guard.issue();
  t.equal(guard.check(`Bearer ${accessToken}`), 'invalid');
});

t.test('a guard that only accepts tokens forgets expired ones as well', async (t) => {
  let now = 0;
  const guard = new TokenGuard(1000, () => now);
  guard.accept('first', 1000);
  now = 2000;
  t.equal(guard.check('Bearer first'), 'expired');
  now = 30 * 24 * 60 * 60 * 1000;
  guard.accept('second', now + 1000);
  t.equal(guard.check('Bearer first'), 'invalid');
  t.equal(guard.check('Bearer second'), 'valid');
});

t.test('an expired token is known as expired for a week, however many are issued meanwhile', async (t) => {
  const DAY = 24 * 60 * 60 * 1000;
  let now = 0;
  const guard = new TokenGuard(1000, () => now);
  const { accessToken } = guard.issue().token;
  now = 1000 + 7 * DAY;
  guard.issue();
  t.equal(guard.check(`Bearer ${accessToken}`), 'expired');
  now += 1;
  guard.issue();
  t.equal(guard.check(`Bearer ${accessToken}`), 'invalid');
});

t.test('tokens and keys are never the same twice and can travel in a header', async (t) => {
  const guard = new TokenGuard(1000, Date.now);
  t.not(guard.issue().token.accessToken, guard.issue().token.accessToken);
  t.not(newEndpointKey(), newEndpointKey());
  t.match(newEndpointKey(), /^[A-Za-z0-9_-]{43}$/);
});
