import t from 'tap';
import { asSent, mergeSettings } from '../../extension/merge.ts';

const existing = {
  config: { enableInference: 'True', sslCname: 'a' },
  configProtected: { sslCertPemFile: 'c', token: 't' },
};

t.test('merges plain settings and removes none of them', async (t) => {
  const merged = mergeSettings(existing, { config: { sslCname: 'b', sslSecret: '' }, configProtected: {} });
  t.strictSame(merged.config, { enableInference: 'True', sslCname: 'b', sslSecret: '' });
  t.strictSame(merged.configProtected, existing.configProtected, 'protected ones stay where none is given');
});

t.test('replaces protected settings as a whole where one is given', async (t) => {
  const merged = mergeSettings(existing, { config: {}, configProtected: { sslCertPemFile: 'd' } });
  t.strictSame(merged.configProtected, { sslCertPemFile: 'd' });
  t.strictSame(existing.configProtected, { sslCertPemFile: 'c', token: 't' }, 'and leaves its inputs alone');
});

t.test('sends the booleans of the CLI as the words True and False', async (t) => {
  t.strictSame(asSent({ a: true, b: false, c: 'false' }), { a: 'True', b: 'False', c: 'false' });
});
