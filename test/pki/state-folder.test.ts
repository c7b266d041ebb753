import { X509Certificate } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import t, { type Test } from 'tap';
import type { Logger } from '../../common/logger.ts';
import { openAuthority } from '../../pki/authority.ts';
import { AUTHORITY_LIFE_MS, DAY } from '../../pki/defaults.ts';
import { mint } from '../../pki/mint.ts';
import { needs } from '../support/tools.ts';
import { verifyChain } from './openssl.ts';
import { run, temporaryFolder } from './tools.ts';

const open = (stateDir: string, now = new Date(), log?: Logger) =>
  openAuthority({ stateDir, keyType: 'ec-p256', now, ...(log === undefined ? {} : { log }) });

async function newState(t: Test): Promise<string> {
  return path.join(await temporaryFolder(t), 'state');
}

t.test('an authority is kept between runs', async (t) => {
  const state = await newState(t);
  const first = await open(state);
  const second = await open(state);
  t.equal(second.rootPem, first.rootPem);
  t.equal(second.intermediatePem, first.intermediatePem);
  t.equal(second.root.pair.privatePem, first.root.pair.privatePem);
  t.equal((await mint(second)).keyPem, (await mint(first)).keyPem, 'the shared key of leaves too');
  for (const name of ['root', 'intermediate'] as const) {
    t.equal(
      await second.keys.pair('ec-p256', name),
      second[name].pair,
      `its ring has the key of the ${name}`,
    );
  }
  t.equal(await readFile(path.join(state, 'ca.pem'), 'utf8'), first.rootPem);
  t.equal(await readFile(path.join(state, 'intermediate.pem'), 'utf8'), first.intermediatePem);
});

t.test('what a kept authority issues is trusted by its ca.pem', { skip: needs('openssl') }, async (t) => {
  const state = await newState(t);
  await open(state);
  const minted = await mint(await open(state));
  const trustedPem = await readFile(path.join(state, 'ca.pem'), 'utf8');
  t.match(await verifyChain(t, { ...minted, trustedPem }), { code: 0 });
});

t.test('folders are 0700, keys 0600, and what clients are given can be read by all', async (t) => {
  const state = await newState(t);
  await open(state);
  const modeOf = async (...parts: string[]) =>
    ((await stat(path.join(state, ...parts))).mode & 0o777).toString(8);
  for (const folder of ['', 'generation-1', 'keys']) t.equal(await modeOf(folder), '700', `${folder}/`);
  t.equal(await modeOf('ca.pem'), '644');
  t.equal(await modeOf('intermediate.pem'), '644');
  for (const folder of ['generation-1', 'keys']) {
    const files = await readdir(path.join(state, folder));
    t.ok(files.length > 0);
    for (const file of files) t.equal(await modeOf(folder, file), '600', `${folder}/${file}`);
  }
  const keyFile = path.join(state, 'generation-1', 'root-key.pem');
  await chmod(keyFile, 0o644);
  await open(state);
  t.equal(
    await modeOf('generation-1', 'root-key.pem'),
    '600',
    'a key that others could read is closed again',
  );
});

t.test('a folder that was there keeps its mode', async (t) => {
  const state = await temporaryFolder(t);
  await chmod(state, 0o755);
  await open(state);
  t.equal((await stat(state)).mode & 0o777, 0o755);
});

t.test('processes that start at once on one folder agree on one authority', async (t) => {
  const state = await newState(t);
  const program = `
    import { openAuthority } from ${JSON.stringify(path.resolve('pki/authority.ts'))};
    const { rootPem, issueLeaf } = await openAuthority({ stateDir: ${JSON.stringify(state)}, keyType: 'ec-p256' });
    const { trustedPem } = await issueLeaf({ names: ['www.contoso.com'] });
    console.log(JSON.stringify(rootPem === trustedPem && rootPem));`;
  const start = () => run(process.execPath, '--input-type=module-typescript', '--eval', program);
  const outcomes = await Promise.all([start(), start(), start(), start()]);
  for (const { code, output } of outcomes) t.equal(code, 0, output);
  const published = await readFile(path.join(state, 'ca.pem'), 'utf8');
  t.same(new Set(outcomes.map(({ output }) => JSON.parse(output))), new Set([published]));
  const left = (await readdir(state)).sort();
  t.same(left, ['ca.pem', 'generation-1', 'intermediate.pem', 'keys'], 'nothing half-made is left');
});

t.test('openings at once after the authority grew old agree on its successor', async (t) => {
  const state = await newState(t);
  const old = await open(state, new Date(Date.now() - AUTHORITY_LIFE_MS));
  const opened = await Promise.all([open(state), open(state), open(state)]);
  t.equal(new Set(opened.map(({ rootPem }) => rootPem)).size, 1);
  t.not(opened[0].rootPem, old.rootPem);
});

t.test('an authority that could not issue for 397 days is replaced, and the log says so', async (t) => {
  const state = await newState(t);
  const lines: string[] = [];
  const tell = (_: object, message: string) => void lines.push(message);
  const log: Logger = { debug: tell, info: tell, warn: tell, error: tell };
  const longAgo = new Date(Date.now() - AUTHORITY_LIFE_MS + 399 * DAY);
  const first = await open(state, longAgo, log);
  t.equal((await open(state, new Date(), log)).rootPem, first.rootPem, 'with 398 days left it is kept');
  t.same(lines, ['Minted a certificate authority for tests.']);
  const later = new Date(Date.now() + 3 * DAY);
  const second = await open(state, later, log);
  t.not(second.rootPem, first.rootPem);
  t.match(lines[1], 'too old');
  t.equal(await readFile(path.join(state, 'ca.pem'), 'utf8'), second.rootPem);
  t.equal((await open(state, later, log)).rootPem, second.rootPem, 'its successor is kept');
});

t.test('an authority that was minted under a wrong clock is replaced, and the log says so', async (t) => {
  const state = await newState(t);
  const lines: string[] = [];
  const tell = (_: object, message: string) => void lines.push(message);
  const log: Logger = { debug: tell, info: tell, warn: tell, error: tell };
  const first = await open(state, new Date(Date.now() + 400 * DAY), log);
  const second = await open(state, new Date(), log);
  t.not(second.rootPem, first.rootPem);
  t.match(lines[1], /not valid yet, so the clock was wrong/);
  t.equal((await open(state, new Date(), log)).rootPem, second.rootPem, 'its successor is kept');
});

t.test('a damaged state is named with what is wrong, and left as it is', async (t) => {
  const inGeneration = (state: string, file: string) => path.join(state, 'generation-1', file);
  const other = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
  const damages: [file: string, content: string | null, problem: string][] = [
    ['root.pem', 'no certificate', 'it is not a certificate'],
    ['root.pem', null, 'it is missing'],
    ['root-key.pem', '', 'it is not a private key'],
    ['root-key.pem', null, 'it is missing'],
    ['root-key.pem', other.root.pair.privatePem, 'it is not the key of the certificate beside it'],
    ['intermediate.pem', '-----BEGIN CERTIFICATE-----\nAAAA', 'it is not a certificate'],
    [
      'intermediate-key.pem',
      other.intermediate.pair.privatePem,
      'it is not the key of the certificate beside it',
    ],
  ];
  for (const [file, content, problem] of damages) {
    const state = await newState(t);
    await open(state);
    const target = inGeneration(state, file);
    if (content === null) await rm(target);
    else await writeFile(target, content);
    await t.rejects(open(state), {
      reason: 'PKI_STATE_DAMAGED',
      message: `${target} cannot be used: ${problem}.`,
      remedy: `Delete the folder ${path.dirname(target)}`,
    });
    t.same(
      (await readdir(state)).filter((name) => name.startsWith('generation')),
      ['generation-1'],
    );
    await rm(inGeneration(state, ''), { recursive: true });
    t.ok((await open(state)).rootPem, 'the remedy helps');
  }
});

t.test('a certificate and key of another intermediate are noticed', async (t) => {
  const state = await newState(t);
  await open(state);
  const other = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
  const file = path.join(state, 'generation-1', 'intermediate.pem');
  await writeFile(file, other.intermediatePem);
  await writeFile(
    path.join(state, 'generation-1', 'intermediate-key.pem'),
    other.intermediate.pair.privatePem,
  );
  await t.rejects(open(state), { reason: 'PKI_STATE_DAMAGED', message: 'not issued by the root beside it' });
});

t.test('a state folder that is a file, or cannot be made, is one clear sentence', async (t) => {
  const file = path.join(await temporaryFolder(t), 'file');
  await writeFile(file, '');
  for (const state of [file, path.join(file, 'state')]) {
    await t.rejects(open(state), {
      reason: 'NOT_WRITABLE',
      message: `${state} cannot be written: ${file} is a file, and a folder is needed there`,
      remedy: '--state',
      exit: 3,
    });
  }
});

t.test('a ca.pem that was deleted or replaced is put right', async (t) => {
  const state = await newState(t);
  const { rootPem } = await open(state);
  await writeFile(path.join(state, 'ca.pem'), 'something else');
  await open(state);
  t.equal(await readFile(path.join(state, 'ca.pem'), 'utf8'), rootPem);
});

t.test('a folder that was moved is the same authority elsewhere', async (t) => {
  const folder = await temporaryFolder(t);
  const { rootPem } = await open(path.join(folder, 'here'));
  await rename(path.join(folder, 'here'), path.join(folder, 'there'));
  t.equal((await open(path.join(folder, 'there'))).rootPem, rootPem);
});

t.test('the keys of an authority stay what they were, whatever type the next start asks for', async (t) => {
  const state = await newState(t);
  const first = await open(state);
  const second = await openAuthority({ stateDir: state, keyType: 'rsa-2048' });
  t.equal(second.rootPem, first.rootPem);
  t.equal(second.keyType, 'ec-p256');
  t.match(new X509Certificate((await mint(second)).leafPem).publicKey, { asymmetricKeyType: 'ec' });
});

t.test('a left-over of a start that was killed does no harm', async (t) => {
  const state = await newState(t);
  await mkdir(path.join(state, '.generation-1.4711-0123456789ab'), { recursive: true });
  await open(state);
  t.ok(await open(state));
});
