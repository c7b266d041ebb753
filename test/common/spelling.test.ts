import t from 'tap';
import { closest, editDistance } from '../../common/spelling.ts';

t.test('counts the single-letter changes between two words, without case', async (t) => {
  const rows: [string, string, number][] = [
    ['', '', 0],
    ['a', '', 1],
    ['sslCname', 'sslcname', 0],
    ['slKeyPemFile', 'sslKeyPemFile', 1],
    ['allowInsercureconnection', 'allowInsecureConnections', 2],
    ['kitten', 'sitting', 3],
  ];
  for (const [a, b, distance] of rows) t.equal(editDistance(a, b), distance, `${a} → ${b}`);
});

t.test('finds the word that was meant, and none where nothing is near', async (t) => {
  const known = ['expired', 'valid', 'self-signed'];
  t.equal(closest('expird', known), 'expired');
  t.equal(closest('selfsigned', known), 'self-signed');
  t.equal(closest('something-else-entirely', known), null);
});
