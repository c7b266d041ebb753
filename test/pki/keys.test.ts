import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t from 'tap';
import { KeyRing } from '../../pki/keys.ts';
import { needs } from '../support/tools.ts';
import { run, temporaryFolder } from './tools.ts';

t.test('a slot holds one key pair, and another slot another', async (t) => {
  const keys = new KeyRing();
  const pair = await keys.pair('ec-p256', 'leaf');
  t.equal(await keys.pair('ec-p256', 'leaf'), pair);
  t.notSame((await keys.pair('ec-p256', 'other')).privatePem, pair.privatePem);
  t.notSame((await keys.pair('rsa-1024', 'leaf')).privatePem, pair.privatePem);
});

t.test('asked for twice at once, a key pair is generated once', async (t) => {
  const keys = new KeyRing(await temporaryFolder(t));
  const [one, two] = await Promise.all([keys.pair('rsa-2048', 'leaf'), keys.pair('rsa-2048', 'leaf')]);
  t.equal(one, two);
});

t.test('keys have the size that their type says', { skip: needs('openssl') }, async (t) => {
  const folder = await temporaryFolder(t);
  const keys = new KeyRing(folder);
  const sizes = {
    'rsa-1024': '1024 bit',
    'rsa-2048': '2048 bit',
    'rsa-4096': '4096 bit',
    'ec-p256': '256 bit',
  } as const;
  for (const type of Object.keys(sizes) as (keyof typeof sizes)[]) {
    t.equal((await keys.pair(type, 'leaf')).type, type);
    const show = ['pkey', '-in', path.join(folder, `${type}.leaf.pem`), '-check', '-noout', '-text'];
    t.match(await run('openssl', ...show), { code: 0, output: `Private-Key: (${sizes[type]}` });
  }
});

t.test('a kept key is found again, readable for its owner alone', async (t) => {
  const folder = await temporaryFolder(t);
  const { privatePem } = await new KeyRing(folder).pair('rsa-2048', 'leaf');
  t.same(await readdir(folder), ['rsa-2048.leaf.pem']);
  t.equal((await stat(path.join(folder, 'rsa-2048.leaf.pem'))).mode & 0o777, 0o600);
  t.equal((await new KeyRing(folder).pair('rsa-2048', 'leaf')).privatePem, privatePem);
});

t.test('a kept key that is not what it was is named, and never shown', async (t) => {
  const folder = await temporaryFolder(t);
  const file = path.join(folder, 'rsa-2048.leaf.pem');
  const { privatePem } = await new KeyRing().pair('ec-p256', 'leaf');
  for (const content of ['', 'no key', privatePem, privatePem.slice(0, 100)]) {
    await writeFile(file, content);
    await t.rejects(new KeyRing(folder).pair('rsa-2048', 'leaf'), {
      reason: 'PKI_STATE_DAMAGED',
      message: `${file} cannot be used: it is not the private key that was written there.`,
    });
  }
  t.equal(await readFile(file, 'utf8'), privatePem.slice(0, 100), 'nothing is overwritten');
});

t.test('a key that could not be kept is tried again', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'keys');
  const keys = new KeyRing(folder);
  await t.rejects(keys.pair('ec-p256', 'leaf'), { name: 'MockError', reason: 'NOT_WRITABLE' });
  await mkdir(folder);
  t.match(await keys.pair('ec-p256', 'leaf'), { type: 'ec-p256' });
});

t.test('a slot that is a path is refused', async (t) => {
  t.throws(() => new KeyRing().pair('ec-p256', '../leaf'), { message: 'cannot be the slot of a key' });
});
