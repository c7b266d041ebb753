import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import t, { type Test } from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { HOUR } from '../../pki/defaults.ts';
import { type Minted, mint } from '../../pki/mint.ts';
import { needs } from '../support/tools.ts';
import { run, writeFiles } from './tools.ts';

const authority = await openAuthority({ stateDir: null });

/** What `ssl.create_default_context()` does since Python 3.13, whatever Python is there. */
const CLIENT = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT
with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as plain:
    with context.wrap_socket(plain, server_hostname="www.contoso.com") as secure:
        print(secure.getpeercert()["subjectAltName"])
`;

async function visit(t: Test, { certPem, keyPem, trustedPem }: Minted) {
  const server = tls.createServer({ cert: certPem, key: keyPem }, (socket) => socket.end());
  // A client that refuses says so with an alert; that is its right.
  server.on('tlsClientError', () => undefined);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.teardown(() => server.close());
  const { ca } = await writeFiles(t, { ca: trustedPem });
  return run('python3', '-c', CLIENT, ca, String((server.address() as AddressInfo).port));
}

t.test('strict Python trusts the default chain', { skip: needs('python3') }, async (t) => {
  t.match(await visit(t, await mint(authority)), { code: 0, output: "('DNS', 'www.contoso.com')" });
});

t.test('strict Python trusts what a person had issued', { skip: needs('python3') }, async (t) => {
  const minted = await authority.issueLeaf({ names: ['www.contoso.com'], keyType: 'ec-p256' });
  t.match(await visit(t, minted), { code: 0 });
});

t.test('strict Python refuses an authority of the lax kind', { skip: needs('python3') }, async (t) => {
  const noAki = await mint(authority, { leaf: { authorityKeyIdentifier: false } });
  t.match(await visit(t, noAki), { code: 1, output: 'Missing Authority Key Identifier' });
  const notCritical = await mint(authority, {
    intermediates: [{ basicConstraints: { ca: true, critical: false } }],
  });
  t.match(await visit(t, notCritical), {
    code: 1,
    output: 'Basic Constraints of CA cert not marked critical',
  });
});

t.test('Python refuses what is expired, and what is self-signed', { skip: needs('python3') }, async (t) => {
  const expired = await mint(authority, { leaf: { notAfterMs: -HOUR } });
  t.match(await visit(t, expired), { code: 1, output: 'certificate has expired' });
  const selfSigned = await mint(authority, { leaf: { selfSigned: true } });
  t.match(await visit(t, selfSigned), { code: 1, output: /self[ -]signed certificate/ });
});
