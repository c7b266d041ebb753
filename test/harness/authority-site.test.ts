import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import t from 'tap';
import { openAuthoritySite } from '../../harness/authority-site.ts';
import { openAuthority } from '../../pki/authority.ts';

const authority = await openAuthority({ stateDir: null });

interface Got {
  status: number | undefined;
  type: string | undefined;
  body: Buffer;
}

function get(url: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    http
      .get(url, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            body: Buffer.concat(chunks),
          }),
        );
      })
      .once('error', reject);
  });
}

t.test('an authority shows its intermediate as DER', async (t) => {
  const site = await openAuthoritySite(authority, '127.0.0.1', '127.0.0.1');
  t.teardown(() => site.close());
  const { status, type, body } = await get(site.issuerUrl);
  t.same([status, type], [200, 'application/pkix-cert']);
  t.equal(
    new X509Certificate(body).fingerprint256,
    new X509Certificate(authority.intermediatePem).fingerprint256,
  );
});

t.test('a revocation is in the next copy of the CRL', async (t) => {
  const site = await openAuthoritySite(authority, '127.0.0.1', '127.0.0.1');
  t.teardown(() => site.close());
  const serial = '4AC0FFEE4AC0FFEE4AC0FFEE4AC0FFEE';
  const before = await get(site.crlUrl);
  t.same([before.status, before.type], [200, 'application/pkix-crl']);
  t.notOk(before.body.includes(Buffer.from(serial, 'hex')));
  site.revoke(serial);
  t.ok((await get(site.crlUrl)).body.includes(Buffer.from(serial, 'hex')));
});

t.test('an authority has nothing else, and IPv6 is put in brackets', async (t) => {
  const site = await openAuthoritySite(authority, '::1', '::1');
  t.teardown(() => site.close());
  t.match(site.crlUrl, /^http:\/\/\[::1\]:\d+\/intermediate\.crl$/);
  t.match(await get(new URL('/root-key.pem', site.crlUrl).href), { status: 404 });
});

t.test('an authority that closed does not answer any more', async (t) => {
  const site = await openAuthoritySite(authority, '127.0.0.1', '127.0.0.1');
  await site.close();
  await t.rejects(get(site.crlUrl), { code: 'ECONNREFUSED' });
});
