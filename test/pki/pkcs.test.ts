import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { mint } from '../../pki/mint.ts';
import { readPem, toPem } from '../../pki/pem.ts';
import { toPkcs7, toPkcs10, toPkcs12 } from '../../pki/pkcs.ts';
import { readSigningRequest } from '../../pki/signing-request.ts';
import { needs } from '../support/tools.ts';
import { run, writeFiles } from './tools.ts';

const authority = await openAuthority({ stateDir: null });
const { certPem, keyPem } = await mint(authority);
const certificates = readPem(certPem).map(({ der }) => der);
const key = Buffer.concat(readPem(keyPem).map(({ der }) => der));

t.test('openssl takes every certificate out of a PKCS#7', { skip: needs('openssl') }, async (t) => {
  const { file } = await writeFiles(t, { file: toPkcs7(certificates) });
  const { code, output } = await run('openssl', 'pkcs7', '-inform', 'DER', '-print_certs', '-in', file);
  t.equal(code, 0);
  t.same(
    readPem(output).map(({ der }) => der),
    certificates,
  );
});

t.test('openssl takes certificates and key out of a PKCS#12', { skip: needs('openssl') }, async (t) => {
  const { file } = await writeFiles(t, { file: toPkcs12(key, certificates) });
  const options = ['-nomacver', '-passin', 'pass:', '-nodes', '-in', file];
  const { code, output } = await run('openssl', 'pkcs12', ...options);
  t.equal(code, 0);
  const blocks = readPem(output);
  t.same(
    blocks.filter(({ label }) => label === 'CERTIFICATE').map(({ der }) => der),
    certificates,
  );
  t.same(
    blocks.filter(({ label }) => label === 'PRIVATE KEY').map(({ der }) => der),
    [key],
  );
});

t.test('openssl verifies a PKCS#10 and finds its names', { skip: needs('openssl') }, async (t) => {
  const pair = await authority.keys.pair('ec-p256', 'leaf');
  const der = toPkcs10(pair, 'www.contoso.com', ['DNS:www.contoso.com', 'IP:127.0.0.1']);
  const { file } = await writeFiles(t, { file: der });
  const { code, output } = await run(
    'openssl',
    'req',
    '-inform',
    'DER',
    '-in',
    file,
    '-verify',
    '-noout',
    '-text',
  );
  t.equal(code, 0);
  t.match(output, /verify OK/);
  t.match(output, /DNS:www\.contoso\.com, IP Address:127\.0\.0\.1/);
  const request = readSigningRequest(toPem('CERTIFICATE REQUEST', der));
  t.match(request, {
    keyType: 'ec',
    commonName: 'www.contoso.com',
    sans: ['DNS:www.contoso.com', 'IP:127.0.0.1'],
  });
});
