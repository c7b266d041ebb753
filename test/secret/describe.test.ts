import { join } from 'node:path';
import t from 'tap';
import { describeInspection } from '../../secret/describe.ts';
import { inspectSecret } from '../../secret/inspect.ts';
import { sourceFromPaths } from '../../secret/source.ts';
import { mintPki } from './minting.ts';

const pki = mintPki(t.testdir({}));
const now = new Date();

async function describe(paths: string[], cname: string | null) {
  const source = sourceFromPaths(paths);
  if (source === null) throw new Error('not a source');
  return describeInspection(await inspectSecret(source, { cname, now }), now);
}

const pair = [join(pki.folder, 'leaf.pem'), join(pki.folder, 'leaf.key')];
const [cert = '', key = ''] = pair;

t.test('an accepted secret is described with its names, dates, chain and warnings', async (t) => {
  const { lines, report } = await describe(pair, 'www.contoso.com');
  t.equal(lines[0], `${cert} with ${key}: accepted, with 1 warning`);
  const text = lines.join('\n');
  t.match(text, / {2}subject {2}CN=www\.contoso\.com\n/);
  t.match(text, / {2}names {4}DNS:www\.contoso\.com, .*, covers sslCname www\.contoso\.com\n/);
  t.match(text, / {2}valid {4}\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d \(36[45] days left\)\n/);
  t.match(text, / {2}key {6}RSA-2048\n/);
  t.match(text, / {2}chain {4}1\. CN=www\.contoso\.com\n/);
  t.match(text, / {2}warning \(SECRET_LEAF_ONLY\): No certificate of the issuer.*\n {4}hint: Append/);

  t.equal(report.accepted, true);
  t.equal(report.error, null);
  t.equal(report.certificate?.chain.length, 1);
  t.equal(report.warnings[0]?.reason, 'SECRET_LEAF_ONLY');
  t.strictSame(JSON.parse(JSON.stringify(report)), report, 'it is plain data');
});

t.test('a refused secret is described with code, reason, sentence and hint', async (t) => {
  const { lines, report } = await describe(pair, 'api.contoso.com');
  t.equal(lines.length, 3);
  t.equal(lines[0], `${cert} with ${key}: refused`);
  t.match(
    lines[1],
    /^ {2}E40007 INVALID_SSL_SETTING \(SECRET_NAME_NOT_COVERED\): The certificate .* does not cover/,
  );
  t.match(lines[2], /^ {2}hint: Have it issued for that name/);
  t.equal(report.accepted, false);
  t.equal(report.certificate, null);
  t.match(report.error, { code: 'E40007', name: 'INVALID_SSL_SETTING', reason: 'SECRET_NAME_NOT_COVERED' });
});

t.test('a secret that is not there is described, not thrown', async (t) => {
  const { lines, report } = await describe([join(pki.folder, 'nowhere')], null);
  t.equal(lines[0], `${join(pki.folder, 'nowhere')}: refused`);
  t.equal(report.error?.reason, 'SECRET_FOLDER_NOT_FOUND');
});

t.test('an expired certificate is over', async (t) => {
  const later = new Date(now.getTime() + 400 * 86_400_000);
  const source = { kind: 'files', certFile: cert, keyFile: key } as const;
  const inspection = await inspectSecret(source, { cname: null, now: later });
  const { lines, report } = describeInspection(inspection, later);
  t.match(lines.join('\n'), /\(over\)\n/);
  t.match(lines[0], /accepted, with 2 warnings$/);
  t.ok((report.certificate?.daysLeft ?? 0) < 0);
});

t.test('no line of the key is in any description', async (t) => {
  const inspected = await describe(pair, 'www.contoso.com');
  const text = JSON.stringify(inspected);
  for (const line of pki.leaf.key.split('\n').filter((line) => line.length > 16 && !line.startsWith('-')))
    t.notOk(text.includes(line.slice(0, 16)));
});
