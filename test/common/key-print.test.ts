import t from 'tap';
import { printOfKey, redactKey } from '../../common/key-print.ts';

const KEY = 'abcd/efgh+ijklmnopqrstuvwxyz';

t.test('a key is told by four characters and a hash', async (t) => {
  t.match(printOfKey(KEY), /^abcd… \(sha256 [0-9a-f]{8}\)$/);
  t.not(printOfKey(KEY), printOfKey(`${KEY}!`));
});

t.test('of a short key most stays unsaid', async (t) => {
  t.match(printOfKey('abcdefgh'), /^ab… /);
  t.match(printOfKey('abc'), /^… /);
});

t.test('a printed key is replaced wherever it stands', async (t) => {
  const text = redactKey(`Bearer ${KEY}\n?code=${encodeURIComponent(KEY)}&x`, KEY);
  t.equal(text, `Bearer ${printOfKey(KEY)}\n?code=${printOfKey(KEY)}&x`);
});

t.test('a text that begins in the middle of the key gives the rest of it away no more', async (t) => {
  t.equal(redactKey('qrstuvwxyz: refused', KEY), `${printOfKey(KEY)}: refused`);
});

t.test('what is no key is left alone', async (t) => {
  t.equal(redactKey('yz: refused, abcd', KEY), 'yz: refused, abcd');
  t.equal(redactKey('nothing', ''), 'nothing');
});
