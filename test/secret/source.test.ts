import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { explainReadError } from '../../secret/read-file.ts';
import { readSecret, sourceFromPaths } from '../../secret/source.ts';
import { mountSecret } from '../support/kubelet.ts';
import { refusalOf } from './minting.ts';

const CERT = 'the certificate';
const KEY = 'the key, of which no line may be printed';

function folderWith(files: Record<string, string>): string {
  const folder = t.testdir({});
  mkdirSync(join(folder, 'contoso-tls'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const secretIn = (secretsDir: string, name = 'contoso-tls') =>
  ({ kind: 'secret', name, secretsDir }) as const;

t.test('sslSecret finds the folder of its name', async (t) => {
  const dir = t.testdir({ 'contoso-tls': { 'cert.pem': CERT, 'key.pem': KEY } });
  const raw = await readSecret(secretIn(dir));
  t.equal(raw.cert.toString(), CERT);
  t.equal(raw.key.toString(), KEY);
  t.equal(raw.origin, join(dir, 'contoso-tls'));
  t.equal(raw.certPlace, join(dir, 'contoso-tls', 'cert.pem'));
});

t.test('a Secret as kubelet mounts it is read through ..data', async (t) => {
  const { folder, source } = mountSecret(t.testdir({}), { certPem: CERT, keyPem: KEY });
  const raw = await readSecret(source);
  t.equal(raw.cert.toString(), CERT);
  t.equal(raw.key.toString(), KEY);
  t.equal(raw.keyPlace, join(folder, 'key.pem'), 'messages name the path that people know');
});

for (const ending of ['yaml', 'yml', 'json']) {
  t.test(`sslSecret finds the manifest of its name with the ending .${ending}`, async (t) => {
    const secret = {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
      metadata: { name: 'contoso-tls', namespace: 'azureml' },
      stringData: { 'cert.pem': CERT, 'key.pem': KEY },
    };
    const dir = t.testdir({ [`contoso-tls.${ending}`]: JSON.stringify(secret) });
    const raw = await readSecret(secretIn(dir));
    t.equal(raw.cert.toString(), CERT);
    t.equal(raw.keyPlace, `key.pem of the Secret "contoso-tls" in ${join(dir, `contoso-tls.${ending}`)}`);
  });
}

t.test('sslCertPemFile and sslKeyPemFile are read', async (t) => {
  const dir = t.testdir({ 'a.pem': CERT, 'b.pem': KEY });
  const raw = await readSecret({ kind: 'files', certFile: join(dir, 'a.pem'), keyFile: join(dir, 'b.pem') });
  t.equal(raw.cert.toString(), CERT);
  t.equal(raw.key.toString(), KEY);
});

t.test('a minted pair is taken as it is', async (t) => {
  const raw = await readSecret({ kind: 'inline', certPem: CERT, keyPem: KEY });
  t.equal(raw.cert.toString(), CERT);
  t.equal(raw.key.toString(), KEY);
});

t.test('names that leave the folder of secrets, or that Kubernetes does not know, are refused', async (t) => {
  const dir = t.testdir({ outside: { 'cert.pem': CERT, 'key.pem': KEY }, secrets: {} });
  const names = [
    '../outside',
    '..',
    '.',
    '',
    'a/b',
    '/etc',
    'Contoso',
    'a_b',
    '-a',
    'a-',
    'a..b',
    `a${'a'.repeat(253)}`,
  ];
  for (const name of names) {
    const error = await refusalOf(() => readSecret(secretIn(join(dir, 'secrets'), name)));
    t.equal(error.reason, 'SECRET_NAME_INVALID', `"${name}"`);
  }
});

t.test('what is missing is named', async (t) => {
  const dir = t.testdir({
    'a.pem': CERT,
    'only-cert': { 'cert.pem': CERT },
    'only-key': { 'key.pem': KEY },
    empty: {},
  });
  const reasonOf = async (source: Parameters<typeof readSecret>[0]) =>
    refusalOf(() => readSecret(source), KEY);

  const noDir = await reasonOf(secretIn(join(dir, 'nowhere')));
  t.equal(noDir.reason, 'SECRET_DIR_NOT_FOUND');
  t.match(noDir.remedy, /--secrets-dir/);

  t.equal(
    (await reasonOf(secretIn(join(dir, 'a.pem')))).reason,
    'SECRET_DIR_NOT_FOUND',
    'a file is no folder',
  );

  t.equal((await reasonOf(secretIn(dir, 'a.pem'))).reason, 'SECRET_NOT_FOUND', 'a file is no secret');
  const noSecret = await reasonOf(secretIn(dir));
  t.equal(noSecret.reason, 'SECRET_NOT_FOUND');
  t.match(noSecret.remedy, join(dir, 'contoso-tls.yaml'));

  const noKey = await reasonOf(secretIn(dir, 'only-cert'));
  t.equal(noKey.reason, 'SECRET_ENTRY_MISSING');
  t.match(noKey.message, /has no key\.pem; it has cert\.pem/);
  t.match(noKey.remedy, /kubectl create secret generic only-cert -n azureml/);

  t.match((await reasonOf(secretIn(dir, 'only-key'))).message, /has no cert\.pem; it has key\.pem/);
  t.match((await reasonOf(secretIn(dir, 'empty'))).message, /has no cert\.pem; it has nothing/);

  const files = { kind: 'files', certFile: join(dir, 'a.pem'), keyFile: join(dir, 'b.pem') } as const;
  const noFile = await reasonOf(files);
  t.equal(noFile.reason, 'SECRET_FILE_NOT_FOUND');
  t.match(noFile.message, join(dir, 'b.pem'));

  t.equal((await reasonOf({ kind: 'folder', path: join(dir, 'nowhere') })).reason, 'SECRET_FOLDER_NOT_FOUND');
  t.equal((await reasonOf({ kind: 'folder', path: join(dir, 'a.pem') })).reason, 'SECRET_FOLDER_IS_FILE');
  t.equal((await reasonOf({ kind: 'manifest', file: join(dir, 'x.yaml') })).reason, 'SECRET_FILE_NOT_FOUND');
});

t.test('a folder with tls.crt and tls.key is refused with the command that mends it', async (t) => {
  const dir = t.testdir({ 'contoso-tls': { 'tls.crt': CERT, 'tls.key': KEY } });
  const error = await refusalOf(() => readSecret(secretIn(dir)), KEY);
  t.equal(error.reason, 'SECRET_TLS_NAMES');
  t.match(error.remedy, '--from-file=cert.pem=tls.crt --from-file=key.pem=tls.key');
  t.match(error.remedy, 'generic contoso-tls -n azureml');
});

t.test('a secret that exists twice is refused, because either could be meant', async () => {
  const dir = folderWith({ 'contoso-tls.yaml': '{}', 'contoso-tls.json': '{}' });
  const error = await refusalOf(() => readSecret(secretIn(dir)));
  t.equal(error.reason, 'SECRET_AMBIGUOUS');
  t.match(error.message, 'contoso-tls/, contoso-tls.yaml and contoso-tls.json');
});

t.test('what cannot be read differs from what is missing', async (t) => {
  const dir = t.testdir({ 'cert.pem': CERT, folder: { 'cert.pem': {} }, 'large.pem': '' });
  symlinkSync('loop.pem', join(dir, 'loop.pem'));
  truncateSync(join(dir, 'large.pem'), 1024 * 1024 + 1);
  const keyFrom = (name: string) =>
    refusalOf(() => readSecret({ kind: 'files', certFile: join(dir, 'cert.pem'), keyFile: join(dir, name) }));

  const loop = await keyFrom('loop.pem');
  t.equal(loop.reason, 'SECRET_UNREADABLE');
  t.match(loop.message, 'ELOOP');

  t.equal((await keyFrom('folder')).reason, 'SECRET_FILE_IS_FOLDER');
  t.equal((await keyFrom('large.pem')).reason, 'SECRET_TOO_LARGE');
  t.equal((await keyFrom('cert.pem/key.pem')).reason, 'SECRET_FILE_NOT_FOUND');
  t.equal(
    (await refusalOf(() => readSecret(secretIn(dir, 'folder')))).reason,
    'SECRET_FILE_IS_FOLDER',
    'a folder in the place of cert.pem',
  );

  execFileSync('mkfifo', [join(dir, 'fifo')]);
  t.equal((await keyFrom('fifo')).reason, 'SECRET_UNREADABLE', 'without waiting for its writer');

  const device = await refusalOf(() =>
    readSecret({ kind: 'files', certFile: '/dev/zero', keyFile: '/dev/zero' }),
  );
  t.equal(device.reason, 'SECRET_UNREADABLE');
  t.match(device.message, 'not a plain file');
});

t.test('a file that this user may not read is refused by that', async (t) => {
  const dir = t.testdir({ 'cert.pem': CERT, 'key.pem': KEY });
  chmodSync(join(dir, 'key.pem'), 0o000);
  const isRoot = process.geteuid?.() === 0;
  // root reads everything; as another user it meets what other users meet.
  if (isRoot) process.seteuid?.(65534);
  try {
    const source = { kind: 'files', certFile: join(dir, 'key.pem'), keyFile: join(dir, 'key.pem') } as const;
    const error = await refusalOf(() => readSecret(source), KEY);
    t.equal(error.reason, 'SECRET_UNREADABLE');
    t.match(error.message, 'EACCES');
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
});

t.test('an error that is none of the file system stays what it is', async (t) => {
  const defect = new TypeError('a defect');
  t.equal(explainReadError(defect, 'x'), defect);
});

t.test('the paths behind "certs check" say what kind of source they are', async (t) => {
  t.strictSame(sourceFromPaths(['mounted']), { kind: 'folder', path: 'mounted' });
  for (const file of ['a.yaml', 'a.yml', 'a.JSON'])
    t.strictSame(sourceFromPaths([file]), { kind: 'manifest', file });
  t.strictSame(sourceFromPaths(['c.pem', 'k.pem']), { kind: 'files', certFile: 'c.pem', keyFile: 'k.pem' });
  t.equal(sourceFromPaths([]), null);
  t.equal(sourceFromPaths(['a', 'b', 'c']), null);
});
