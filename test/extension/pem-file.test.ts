import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { encodePem, openInFolder } from '../../extension/pem-file.ts';

t.test('opens files on disk from a folder, and says what is wrong with those that are none', async (t) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'extension-'));
  t.teardown(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'cert.pem'), 'PEM');
  await mkdir(path.join(folder, 'certs'));

  const open = openInFolder(folder);
  t.match(open('cert.pem'), { bytes: Buffer.from('PEM') });
  t.match(open(path.join(folder, 'cert.pem')), { bytes: Buffer.from('PEM') });
  t.strictSame(open('key.pem'), { fault: 'missing' });
  t.strictSame(open('certs'), { fault: 'directory' });
  t.strictSame(open('cert.pem/key.pem'), { fault: 'unreadable', cause: 'ENOTDIR' });
  t.strictSame(open('/dev/null'), { fault: 'unreadable', cause: 'not a plain file' });
});

t.test('looks at the encoding of a PEM file and at nothing else', async (t) => {
  const rows: [bytes: Buffer, encoded: ReturnType<typeof encodePem>][] = [
    [Buffer.from('no PEM at all\x00'), { base64Of: '<base64 of f>' }],
    [Buffer.from('a\r\n'), { base64Of: '<base64 of f with LF line ends>' }],
    [Buffer.from('a\rb'), { base64Of: '<base64 of f with LF line ends>' }],
    [Buffer.alloc(0), { base64Of: '' }],
    [Buffer.from('é'), { fault: 'not-ascii' }],
    [Buffer.from('\ufeff'), { fault: 'not-ascii' }],
    [Buffer.from('# f\xfcr\n-----BEGIN CERTIFICATE-----', 'latin1'), { fault: 'other-encoding' }],
    [Buffer.from('\ufeff-----BEGIN CERTIFICATE-----', 'utf16le'), { fault: 'utf16' }],
    [Buffer.from('\ufeff-----BEGIN CERTIFICATE-----', 'utf16le').swap16(), { fault: 'utf16' }],
    [Buffer.from([0xc3]), { fault: 'not-utf8' }],
    [Buffer.from([0xed, 0xa0, 0x80]), { fault: 'not-utf8' }],
  ];
  for (const [bytes, encoded] of rows) t.strictSame(encodePem('f', bytes), encoded, bytes.toString('hex'));
});
