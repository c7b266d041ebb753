import { X509Certificate } from 'node:crypto';
import path from 'node:path';
import t, { type Test } from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { DAY } from '../../pki/defaults.ts';
import { toPem } from '../../pki/pem.ts';
import { needs } from '../support/tools.ts';
import { verifyChain } from './openssl.ts';
import { run, temporaryFolder } from './tools.ts';

const authority = await openAuthority({ stateDir: null });

/** Makes a request with the real `openssl req`, and gives its text and the path of its key. */
async function request(t: Test, ...options: string[]): Promise<{ csr: string; key: string }> {
  const key = path.join(await temporaryFolder(t), 'key.pem');
  const { code, output } = await run('openssl', 'req', '-new', '-nodes', '-keyout', key, ...options);
  if (code !== 0) throw new Error(output);
  return { csr: output, key };
}

const RSA = ['-newkey', 'rsa:2048'];
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
const CONTOSO = ['-subj', '/CN=www.contoso.com'];
const withSan = (value: string): string[] => ['-addext', `subjectAltName=${value}`];
const sansOf = ({ leafPem }: { leafPem: string }) => new X509Certificate(leafPem).subjectAltName;

t.test(
  'a request of openssl req is signed for its names and its key',
  { skip: needs('openssl') },
  async (t) => {
    for (const kind of [RSA, EC]) {
      const { csr, key } = await request(
        t,
        ...kind,
        ...CONTOSO,
        ...withSan('DNS:www.contoso.com,IP:127.0.0.1'),
      );
      const signed = authority.signRequest(csr, { days: 30 });
      t.equal(sansOf(signed), 'DNS:www.contoso.com, IP Address:127.0.0.1');
      t.equal((signed.notAfter.getTime() - signed.notBefore.getTime()) / DAY, 30);
      t.notOk('keyPem' in signed);
      t.match(await verifyChain(t, { ...signed, keyPem: '' }, '-verify_hostname', 'www.contoso.com'), {
        code: 0,
      });
      const { output } = await run('openssl', 'pkey', '-in', key, '-pubout');
      t.equal(new X509Certificate(signed.leafPem).publicKey.export({ type: 'spki', format: 'pem' }), output);
    }
  },
);

t.test(
  'the subject of the certificate is a name that it covers, not what the request says',
  { skip: needs('openssl') },
  async (t) => {
    const subjectFor = async (subject: string, san: string) => {
      const { csr } = await request(t, ...EC, '-subj', subject, ...withSan(san));
      return new X509Certificate(authority.signRequest(csr).leafPem).subject;
    };
    t.equal(
      await subjectFor('/C=US/O=Contoso/CN=ml.contoso.com', 'DNS:www.contoso.com,DNS:ml.contoso.com'),
      'CN=ml.contoso.com',
    );
    t.equal(await subjectFor('/CN=Contoso scoring', 'DNS:www.contoso.com'), 'CN=www.contoso.com');
  },
);

t.test(
  'a request without subjectAltName is signed for its common name',
  { skip: needs('openssl') },
  async (t) => {
    const { csr } = await request(t, ...EC, ...CONTOSO);
    t.equal(sansOf(authority.signRequest(csr)), 'DNS:www.contoso.com');
  },
);

t.test('names that are given replace those of the request', { skip: needs('openssl') }, async (t) => {
  const { csr } = await request(t, ...EC, ...CONTOSO, ...withSan('DNS:www.contoso.com'));
  const signed = authority.signRequest(csr, { names: ['ml.contoso.com', '10.0.0.1'] });
  t.equal(sansOf(signed), 'DNS:ml.contoso.com, IP Address:10.0.0.1');
  t.equal(new X509Certificate(signed.leafPem).subject, 'CN=ml.contoso.com');
});

t.test('what else a request wants is not granted', { skip: needs('openssl') }, async (t) => {
  const { csr } = await request(t, ...EC, ...CONTOSO, '-addext', 'basicConstraints=critical,CA:TRUE');
  t.notOk(new X509Certificate(authority.signRequest(csr).leafPem).ca);
});

t.test(
  'a request with the label of Microsoft, CRLF and comments is read',
  { skip: needs('openssl') },
  async (t) => {
    const { csr } = await request(t, ...EC, ...CONTOSO, '-newhdr');
    t.match(csr, 'BEGIN NEW CERTIFICATE REQUEST');
    t.ok(authority.signRequest(`made on Windows\r\n${csr.replaceAll('\n', '\r\n')}`));
  },
);

t.test('a request without names is refused', { skip: needs('openssl') }, async (t) => {
  const { csr } = await request(t, ...EC, '-subj', '/O=Contoso');
  t.throws(() => authority.signRequest(csr), {
    name: 'MockError',
    reason: 'PKI_REQUEST_NO_NAMES',
    remedy: '-addext',
  });
  t.ok(authority.signRequest(csr, { names: ['www.contoso.com'] }), 'the remedy helps');
});

t.test('a request for what no router can serve is refused', { skip: needs('openssl') }, async (t) => {
  const kinds: [options: string[], found: string][] = [
    [['-newkey', 'rsa:1024'], 'an RSA key of 1024 bits'],
    [['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp384r1'], 'an EC key on secp384r1'],
    [['-newkey', 'ed25519'], 'an ed25519 key'],
  ];
  for (const [kind, found] of kinds) {
    const { csr } = await request(t, ...kind, ...CONTOSO);
    t.throws(() => authority.signRequest(csr), { reason: 'PKI_REQUEST_KEY', message: `is for ${found};` });
  }
});

t.test('a request for names that no router has is refused', { skip: needs('openssl') }, async (t) => {
  for (const san of [
    'URI:https://www.contoso.com/',
    'email:ml@contoso.com',
    'DNS:my_host.contoso.com',
    'RID:1.2.3',
  ]) {
    const { csr } = await request(t, ...EC, ...CONTOSO, ...withSan(san));
    t.throws(() => authority.signRequest(csr), { name: 'MockError', reason: 'PKI_NAME_INVALID' }, san);
  }
});

t.test(
  'a request whose signature is not by its own key is refused',
  { skip: needs('openssl') },
  async (t) => {
    for (const kind of [RSA, EC]) {
      const { csr } = await request(t, ...kind, ...CONTOSO);
      const der = derOf(csr);
      const place = der.indexOf('www.contoso.com');
      der.write('ml1', place);
      t.throws(() => authority.signRequest(toPem('CERTIFICATE REQUEST', der)), {
        reason: 'PKI_REQUEST_SIGNATURE',
        message: 'was not made with the key',
      });
    }
    const { csr } = await request(t, ...RSA, ...CONTOSO, '-md5');
    t.throws(() => authority.signRequest(csr), {
      reason: 'PKI_REQUEST_SIGNATURE',
      message: '1.2.840.113549.1.1.4',
    });
  },
);

t.test('what is no request is refused with what was found instead', { skip: needs('openssl') }, async (t) => {
  const { csr } = await request(t, ...EC, ...CONTOSO);
  const cases: [text: string, reason: string, message: string][] = [
    ['', 'PKI_REQUEST_NOT_PEM', 'no PEM block at all'],
    [derOf(csr).toString('latin1'), 'PKI_REQUEST_NOT_PEM', 'no PEM block at all'],
    [authority.rootPem, 'PKI_REQUEST_NOT_PEM', '"CERTIFICATE"'],
    [authority.root.pair.privatePem, 'PKI_REQUEST_NOT_PEM', '"PRIVATE KEY"'],
    [csr.slice(0, -50), 'PKI_REQUEST_NOT_PEM', 'no PEM block at all'],
    [toPem('CERTIFICATE REQUEST', derOf(csr).subarray(0, -40)), 'PKI_REQUEST_BROKEN', 'cannot be decoded'],
    [toPem('CERTIFICATE REQUEST', authority.root.der), 'PKI_REQUEST_BROKEN', 'cannot be decoded'],
    [toPem('CERTIFICATE REQUEST', Buffer.alloc(0)), 'PKI_REQUEST_BROKEN', 'cannot be decoded'],
  ];
  for (const [text, reason, message] of cases) {
    t.throws(() => authority.signRequest(text), { name: 'MockError', reason, message });
  }
});

t.test(
  'no byte turned over wins another certificate, or anything but a clear refusal',
  { skip: needs('openssl') },
  async (t) => {
    const { csr } = await request(t, ...EC, ...CONTOSO, ...withSan('DNS:www.contoso.com'));
    const der = derOf(csr);
    const essence = (pem: string): string => {
      const { subjectAltName, publicKey } = new X509Certificate(authority.signRequest(pem).leafPem);
      return subjectAltName + publicKey.export({ type: 'spki', format: 'der' }).toString('hex');
    };
    const honest = essence(csr);
    let refused = 0;
    for (let place = 0; place < der.length; place += 1) {
      const broken = Buffer.from(der);
      broken[place] = (broken[place] ?? 0) ^ 0x41;
      try {
        // Around the signed part there are bytes that mean nothing, such as those of the outer length.
        t.equal(essence(toPem('CERTIFICATE REQUEST', broken)), honest, `byte ${place}`);
      } catch (error) {
        t.match(error, { name: 'MockError' }, `byte ${place}`);
        refused += 1;
      }
    }
    t.ok(refused > der.length * 0.9);
  },
);

function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----/g, ''), 'base64');
}
