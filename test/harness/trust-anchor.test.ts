import t from 'tap';
import { anchorOf } from '../../harness/trust-anchor.ts';
import { openAuthority } from '../../pki/authority.ts';

const options = { stateDir: null, keyType: 'ec-p256' } as const;
const [own, mock] = await Promise.all([openAuthority(options), openAuthority(options)]);
const issued = await own.issueLeaf({ names: ['www.contoso.com'] });
const [leaf = '', intermediate = '', root = ''] = issued.chainPem;

t.test("a chain of one's own is trusted by what it ends in", async (t) => {
  t.strictSame(anchorOf(leaf + intermediate + root, [mock.rootPem]), { pem: root, missingIssuer: null });
  t.strictSame(anchorOf(leaf + root + intermediate, []), { pem: root, missingIssuer: null }, 'in any order');
  t.strictSame(anchorOf(root, []), { pem: root, missingIssuer: null }, 'self-signed');
});

t.test('a root that is known here need not stand in the file', async (t) => {
  t.strictSame(anchorOf(leaf + intermediate, [mock.rootPem, own.rootPem]), {
    pem: own.rootPem,
    missingIssuer: null,
  });
});

t.test('a chain without its root says whose certificate is missing', async (t) => {
  const ended = anchorOf(leaf + intermediate, [mock.rootPem]);
  t.equal(ended.pem, intermediate);
  t.match(ended.missingIssuer, /CN=/);
  t.equal(anchorOf(leaf, []).pem, leaf);
});
