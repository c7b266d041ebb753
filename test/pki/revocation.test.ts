import path from 'node:path';
import t, { type Test } from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { mintCrl } from '../../pki/crl.ts';
import { DAY, HOUR } from '../../pki/defaults.ts';
import { mint } from '../../pki/mint.ts';
import { mintOcspResponse, type OcspOptions } from '../../pki/ocsp.ts';
import { needs } from '../support/tools.ts';
import { verifyChain } from './openssl.ts';
import { run, temporaryFolder, writeFiles } from './tools.ts';

const authority = await openAuthority({ stateDir: null });

async function crlToPem(t: Test, der: Buffer): Promise<string> {
  const { crl } = await writeFiles(t, { crl: der });
  const pem = path.join(await temporaryFolder(t), 'crl.pem');
  t.match(await run('openssl', 'crl', '-inform', 'DER', '-in', crl, '-out', pem), { code: 0 });
  return pem;
}

t.test('OpenSSL refuses a leaf that the CRL names, and no other', { skip: needs('openssl') }, async (t) => {
  const [revoked, good] = [await mint(authority), await mint(authority)];
  const crl = await crlToPem(t, mintCrl(authority, [revoked.serialNumber]));
  const check = ['-crl_check', '-CRLfile', crl];
  t.match(await verifyChain(t, revoked, ...check), {
    code: 2,
    output: 'error 23 at 0 depth lookup: certificate revoked',
  });
  t.match(await verifyChain(t, good, ...check), { code: 0 });
  t.match(await verifyChain(t, revoked), { code: 0 }, 'who does not look does not see');
});

t.test(
  'a CRL may be empty, says who issued it, and has a number that grows',
  { skip: needs('openssl') },
  async (t) => {
    const now = new Date();
    const show = async (crl: string) => (await run('openssl', 'crl', '-in', crl, '-noout', '-text')).output;
    const empty = await crlToPem(t, mintCrl(authority, [], { now }));
    t.match(await show(empty), 'No Revoked Certificates');
    t.match(await verifyChain(t, await mint(authority), '-crl_check', '-CRLfile', empty), { code: 0 });
    const full = await show(await crlToPem(t, mintCrl(authority, ['4ABC', '7FFF'], { now })));
    t.match(full, 'Version 2');
    t.match(full, 'CN = azureml-fe-mock TEST ONLY intermediate');
    t.match(full, /Serial Number: 4ABC[\s\S]+Key Compromise[\s\S]+Serial Number: 7FFF/);
    t.match(full, 'X509v3 Authority Key Identifier');
    t.match(full, new RegExp(`CRL Number:\\s+${Math.floor(now.getTime() / 1000)}`));
  },
);

t.test('a CRL can be stale', { skip: needs('openssl') }, async (t) => {
  const stale = mintCrl(authority, [], { thisUpdateMs: -9 * DAY, nextUpdateMs: -DAY });
  const check = ['-crl_check', '-CRLfile', await crlToPem(t, stale)];
  t.match(await verifyChain(t, await mint(authority), ...check), { code: 2, output: 'CRL has expired' });
});

/** What `openssl ocsp` makes of a response about a leaf of the authority. */
async function askOcsp(t: Test, options: Omit<OcspOptions, 'serialNumber'>, responder = authority) {
  const minted = await mint(authority);
  const { response, leaf, issuer, ca } = await writeFiles(t, {
    response: mintOcspResponse(responder, { serialNumber: minted.serialNumber, ...options }),
    leaf: minted.leafPem,
    issuer: authority.intermediatePem,
    ca: authority.rootPem,
  });
  const about = ['-issuer', issuer, '-cert', leaf];
  const trusted = ['-CAfile', ca, '-verify_other', issuer];
  return (await run('openssl', 'ocsp', '-respin', response, '-no_nonce', ...about, ...trusted)).output;
}

t.test(
  'OpenSSL believes an OCSP response, whatever it says of the leaf',
  { skip: needs('openssl') },
  async (t) => {
    for (const status of ['good', 'revoked', 'unknown'] as const) {
      const output = await askOcsp(t, { status });
      t.match(output, 'Response verify OK');
      t.match(output, `leaf: ${status}`);
    }
    t.match(await askOcsp(t, { status: 'revoked' }), 'Reason: keyCompromise');
  },
);

t.test('an OCSP response can be stale', { skip: needs('openssl') }, async (t) => {
  const output = await askOcsp(t, { status: 'good', thisUpdateMs: -9 * DAY, nextUpdateMs: -HOUR });
  t.match(output, 'status expired');
});

t.test('OpenSSL does not believe an OCSP response of a stranger', { skip: needs('openssl') }, async (t) => {
  const stranger = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
  t.match(await askOcsp(t, { status: 'good' }, stranger), 'signer certificate not found');
});
