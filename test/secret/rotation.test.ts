import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { readSecret } from '../../secret/source.ts';
import { mountSecret, type Pair } from '../support/kubelet.ts';
import { type Minted, mintLeaf, mintPki, refusalOf } from './minting.ts';

const dir = t.testdir({});
const pki = mintPki(dir);
const old = mintLeaf(pki, 'old');
const renewed = mintLeaf(pki, 'renewed');
const options = { cname: 'www.contoso.com', now: new Date() };

t.test('a pair of which only one half is renewed yet is refused, whichever comes first', async (t) => {
  const folder = join(dir, 'plain');
  mkdirSync(folder);
  const judge = async () => checkSecret(await readSecret({ kind: 'folder', path: folder }), options);
  const write = (cert: string, key: string) => {
    writeFileSync(join(folder, 'cert.pem'), cert);
    writeFileSync(join(folder, 'key.pem'), key);
  };
  write(old.cert, renewed.key);
  t.equal((await refusalOf(judge, renewed.key)).reason, 'SECRET_KEY_MISMATCH', 'the key first');
  write(renewed.cert, old.key);
  t.equal((await refusalOf(judge, old.key)).reason, 'SECRET_KEY_MISMATCH', 'the certificate first');
  write('', renewed.key);
  t.equal((await refusalOf(judge, renewed.key)).reason, 'SECRET_EMPTY', 'the certificate cut short');
  write(renewed.cert, renewed.key);
  t.match((await judge()).material.names, ['DNS:www.contoso.com']);
});

t.test('while kubelet swaps ..data, a reader never sees two halves of two states', async (t) => {
  const pairOf = ({ cert, key }: Minted): Pair => ({ certPem: cert, keyPem: key });
  const { folder, swap } = mountSecret(join(dir, 'mounted'), pairOf(old));
  const seen = new Set<string>();
  for (let round = 1; round <= 60; round += 1) {
    const reading = readSecret({ kind: 'folder', path: folder });
    // The reader is somewhere between its files when the state is swapped under it.
    for (let step = 0; step < round % 8; step += 1) await new Promise(setImmediate);
    swap(pairOf(round % 2 === 0 ? old : renewed));
    seen.add(checkSecret(await reading, options).material.fingerprint);
  }
  t.equal(seen.size, 2, 'both certificates were seen, and each with its own key');
});
