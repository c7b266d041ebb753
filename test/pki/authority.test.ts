import { X509Certificate } from 'node:crypto';
import t from 'tap';
import { openAuthority } from '../../pki/authority.ts';
import { DAY } from '../../pki/defaults.ts';
import { needs } from '../support/tools.ts';
import { verifyChain } from './openssl.ts';

const authority = await openAuthority({ stateDir: null });

t.test(
  'issues a certificate for the names that were asked for, with a key of its own',
  { skip: needs('openssl') },
  async (t) => {
    const names = ['www.contoso.com', '*.ml.contoso.com', '127.0.0.1', '::1'];
    const [one, two] = await Promise.all([authority.issueLeaf({ names }), authority.issueLeaf({ names })]);
    t.equal(
      new X509Certificate(one.leafPem).subjectAltName,
      'DNS:www.contoso.com, DNS:*.ml.contoso.com, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    t.not(one.keyPem, two.keyPem);
    t.equal(one.certPem, one.leafPem + authority.intermediatePem + authority.rootPem);
    t.equal(one.trustedPem, authority.rootPem);
    t.match(await verifyChain(t, one, '-verify_hostname', 'a.ml.contoso.com'), { code: 0 });
  },
);

t.test('issues for 90 days, or for as many as were asked for', async (t) => {
  const lives = (days?: number) =>
    authority.issueLeaf({
      names: ['www.contoso.com'],
      keyType: 'ec-p256',
      ...(days === undefined ? {} : { days }),
    });
  for (const [asked, days] of [
    [undefined, 90],
    [1, 1],
    [397, 397],
  ] as const) {
    const { notBefore, notAfter } = await lives(asked);
    t.equal((notAfter.getTime() - notBefore.getTime()) / DAY, days);
    t.ok(notBefore < new Date() && notAfter > new Date());
  }
  for (const days of [0, -1, 398, 1.5, Number.NaN]) {
    await t.rejects(lives(days), { reason: 'PKI_DAYS_OUT_OF_RANGE', message: `${days} days` });
  }
});

t.test('issues with the common name that was asked for, or without one', async (t) => {
  const issue = (commonName: string | null) =>
    authority.issueLeaf({ names: ['www.contoso.com'], keyType: 'ec-p256', commonName });
  t.equal(new X509Certificate((await issue('Contoso scoring')).leafPem).subject, 'CN=Contoso scoring');
  t.notOk(new X509Certificate((await issue(null)).leafPem).subject);
});

t.test('issues with the kind of key that was asked for', async (t) => {
  const keyTypeOf = async (keyType?: 'ec-p256' | 'rsa-4096') => {
    const { leafPem } = await authority.issueLeaf({ names: ['a.test'], ...(keyType ? { keyType } : {}) });
    const { asymmetricKeyType, asymmetricKeyDetails } = new X509Certificate(leafPem).publicKey;
    return { asymmetricKeyType, ...asymmetricKeyDetails };
  };
  t.match(await keyTypeOf(), { asymmetricKeyType: 'rsa', modulusLength: 2048 });
  t.match(await keyTypeOf('rsa-4096'), { asymmetricKeyType: 'rsa', modulusLength: 4096 });
  t.match(await keyTypeOf('ec-p256'), { asymmetricKeyType: 'ec', namedCurve: 'prime256v1' });
});

t.test('two authorities in one process do not trust each other', { skip: needs('openssl') }, async (t) => {
  const other = await openAuthority({ stateDir: null, keyType: 'ec-p256' });
  const minted = await other.issueLeaf({ names: ['www.contoso.com'] });
  t.match(await verifyChain(t, minted), { code: 0 });
  t.match(await verifyChain(t, { ...minted, trustedPem: authority.rootPem }), { code: 2 });
});
