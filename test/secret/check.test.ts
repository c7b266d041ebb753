import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import t from 'tap';
import { checkSecret } from '../../secret/check.ts';
import { mint, mintLeaf, mintPki, openssl, raw, refusalOf } from './minting.ts';

const pki = mintPki(t.testdir({}));
const { leaf, chain } = pki;
const now = new Date();
const check = (cert: string | Buffer, key: string | Buffer, cname: string | null = 'www.contoso.com') =>
  checkSecret(raw(cert, key), { cname, now });

t.test('a chain with its key is accepted without a word', async (t) => {
  const { material, warnings } = check(chain, leaf.key);
  t.strictSame(warnings, []);
  t.equal(material.certPem, chain);
  t.equal(material.keyPem, leaf.key);
  t.equal(material.subject, 'CN=www.contoso.com');
  t.equal(material.keyType, 'RSA-2048');
  t.strictSame(material.names, ['DNS:www.contoso.com', 'DNS:*.ml.contoso.com', 'IP:10.0.0.1', 'IP:::1']);
  t.strictSame(
    material.chain.map(({ subject, issuer }) => `${subject} < ${issuer}`),
    ['CN=www.contoso.com < CN=intermediate', 'CN=intermediate < CN=root', 'CN=root < CN=root'],
  );
});

t.test('fingerprint and dates are those that openssl prints', async (t) => {
  const { material } = check(chain, leaf.key);
  const printed = openssl(
    pki.folder,
    'x509',
    '-in',
    'leaf.pem',
    '-noout',
    '-fingerprint',
    '-sha256',
    '-dates',
  ).toString();
  t.match(printed, `Fingerprint=${material.fingerprint}`);
  const dates = [...printed.matchAll(/not(?:Before|After)=(.*)/g)].map(([, date]) => new Date(date ?? ''));
  t.strictSame(dates, [material.notBefore, material.notAfter]);
});

t.test('the material is served, and a client that trusts the root accepts it', async (t) => {
  const { material } = check(`\ufeff# ours\r\n${chain.replaceAll('\n', '\r\n')}`, leaf.key);
  const server = createServer({ cert: material.certPem, key: material.keyPem, maxVersion: 'TLSv1.2' });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', servername: 'www.contoso.com', ca: pki.root.cert });
  await once(socket, 'secureConnect');
  t.equal(socket.getPeerCertificate().fingerprint256, material.fingerprint);
  socket.destroy();
});

t.test('CRLF, comments and bag attributes are passed over', async (t) => {
  openssl(
    pki.folder,
    'pkcs12',
    '-export',
    '-in',
    'leaf.pem',
    '-inkey',
    'leaf.key',
    '-certfile',
    'intermediate.pem',
    '-passout',
    'pass:x',
    '-out',
    'bags.pfx',
  );
  const bags = openssl(pki.folder, 'pkcs12', '-in', 'bags.pfx', '-passin', 'pass:x', '-nodes').toString();
  t.match(bags, /Bag Attributes/);
  const variants: Record<string, [string, string]> = {
    'a byte order mark before a comment': [`\ufeff# ours\n${chain}`, `\ufeff# ours\n${leaf.key}`],
    CRLF: [chain.replaceAll('\n', '\r\n'), leaf.key.replaceAll('\n', '\r\n')],
    comments: [
      `# leaf\n${leaf.cert}\n# -----BEGIN CERTIFICATE-----\n${pki.intermediate.cert}`,
      `; the key\n${leaf.key}`,
    ],
    'blanks at the end of lines': [chain.replaceAll('\n', '  \n'), leaf.key.replaceAll('\n', ' \n')],
    'no last line break': [chain.trimEnd(), leaf.key.trimEnd()],
    'bag attributes': [bags, bags],
  };
  for (const [what, [cert, key]] of Object.entries(variants)) {
    const { material } = check(cert, key);
    t.equal(material.chain[0]?.subject, 'CN=www.contoso.com', what);
    t.match(material.certPem, /^-----BEGIN CERTIFICATE-----\n[^\r\ufeff]*$/, `${what}: served without it`);
  }
});

t.test('keys in PKCS#8, PKCS#1 and SEC1 are accepted', async (t) => {
  const ec = mintLeaf(pki, 'ec');
  const inForm = (name: string, form: string) =>
    openssl(pki.folder, 'pkey', '-in', `${name}.key`, ...(form === 'traditional' ? ['-traditional'] : []));
  const forms: [string, string, string, string][] = [
    ['leaf', 'pkcs8', '-----BEGIN PRIVATE KEY-----', 'RSA-2048'],
    ['leaf', 'traditional', '-----BEGIN RSA PRIVATE KEY-----', 'RSA-2048'],
    ['ec', 'pkcs8', '-----BEGIN PRIVATE KEY-----', 'EC P-256'],
    ['ec', 'traditional', '-----BEGIN EC PRIVATE KEY-----', 'EC P-256'],
  ];
  for (const [name, form, armour, keyType] of forms) {
    const key = inForm(name, form);
    t.match(key.toString(), armour);
    const cert = name === 'ec' ? ec.cert : leaf.cert;
    t.equal(check(cert, key).material.keyType, keyType, `${name} in ${form}`);
  }
  const parameters = openssl(pki.folder, 'ecparam', '-name', 'prime256v1');
  const key = Buffer.concat([parameters, inForm('ec', 'traditional')]);
  t.equal(check(ec.cert, key).material.keyType, 'EC P-256', 'EC PARAMETERS before the key');
});

t.test('the kinds of key that are served can be narrowed', async (t) => {
  const ec = mintLeaf(pki, 'narrow');
  const error = await refusalOf(
    () => checkSecret(raw(ec.cert, ec.key), { cname: null, now, keyKinds: ['RSA'] }),
    ec.key,
  );
  t.equal(error.reason, 'SECRET_KEY_TYPE');
  t.match(error.message, /is EC P-256; the router serves RSA only/);
});

t.test('a certificate that does not cover sslCname is refused with the names it covers', async (t) => {
  const error = await refusalOf(() => check(chain, leaf.key, 'api.contoso.com'), leaf.key);
  t.equal(error.reason, 'SECRET_NAME_NOT_COVERED');
  t.match(error.message, /"api\.contoso\.com"; it covers DNS:www\.contoso\.com, DNS:\*\.ml\.contoso\.com/);
  for (const name of ['a.ml.contoso.com', 'WWW.contoso.com.', '10.0.0.1', '::1'])
    t.ok(check(chain, leaf.key, name), `${name} is covered`);
  for (const name of ['a.b.ml.contoso.com', 'ml.contoso.com', '10.0.0.2', '::2'])
    t.equal((await refusalOf(() => check(chain, leaf.key, name))).reason, 'SECRET_NAME_NOT_COVERED', name);
  t.ok(check(chain, leaf.key, null), 'without sslCname there is nothing to compare with');
});

t.test('the common name alone covers nothing', async (t) => {
  const cnOnly = mint(pki.folder, {
    name: 'cn',
    subject: '/CN=www.contoso.com',
    extensions: ['basicConstraints=CA:FALSE'],
  });
  const error = await refusalOf(() => check(cnOnly.cert, cnOnly.key));
  t.equal(error.reason, 'SECRET_NO_SAN');
  t.match(error.remedy, /DNS:www\.contoso\.com/);
});

t.test('a subjectAltName made to be misread covers nothing it does not say', async (t) => {
  const san = [
    'otherName:1.2.3.4;UTF8:DNS:www.contoso.com',
    'URI:https://a/, DNS:www.contoso.com',
    "DNS:a\\'b.contoso.com",
    'DNS:x.contoso.com',
  ];
  const config = join(pki.folder, 'odd.cnf');
  const lines = san.map((name, index) => {
    const [type, ...rest] = name.split(':');
    return `${type}.${index} = ${rest.join(':')}`;
  });
  writeFileSync(
    config,
    `[req]\ndistinguished_name=dn\nx509_extensions=ext\n[dn]\n[ext]\nsubjectAltName=@san\n[san]\n${lines.join('\n')}\n`,
  );
  openssl(
    pki.folder,
    'req',
    '-x509',
    '-config',
    config,
    '-nodes',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-subj',
    '/CN=odd',
    '-out',
    'odd.pem',
    '-keyout',
    'odd.key',
  );
  const [cert, key] = [readFileSync(join(pki.folder, 'odd.pem')), readFileSync(join(pki.folder, 'odd.key'))];
  t.strictSame(check(cert, key, 'x.contoso.com').material.names, ['DNS:x.contoso.com']);
  t.equal((await refusalOf(() => check(cert, key))).reason, 'SECRET_NAME_NOT_COVERED');
});
