import { Buffer } from 'node:buffer';
import t from 'tap';
import { readManifest } from '../../secret/manifest.ts';
import { refusalOf } from './minting.ts';

const CERT = '-----BEGIN CERTIFICATE-----\nMIIBcertificatecertificatecert\n-----END CERTIFICATE-----\n';
const KEY =
  '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----\n';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const indent = (text: string): string => text.trimEnd().replace(/^/gm, '    ');

const HEAD =
  'apiVersion: v1\nkind: Secret\nmetadata:\n  name: contoso-tls\n  namespace: azureml\ntype: Opaque\n';
const DATA = `data:\n  cert.pem: ${base64(CERT)}\n  key.pem: ${base64(KEY)}\n`;
const GOOD = HEAD + DATA;
const OTHER_OBJECTS = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: azureml\n---\n---\n';

const read = (text: string | Buffer, name: string | null = 'contoso-tls') =>
  readManifest(Buffer.from(text), 'tls.yaml', name);

const ACCEPTED: Record<string, string | Buffer> = {
  "the article's sample with base64 in it": GOOD,
  'stringData with PEM': `${HEAD}stringData:\n  cert.pem: |\n${indent(CERT)}\n  key.pem: |\n${indent(KEY)}\n`,
  'stringData over data of the same entry': `${HEAD}data:\n  cert.pem: ${base64(CERT)}\n  key.pem: ${base64('old')}\nstringData:\n  key.pem: |\n${indent(KEY)}\n`,
  'base64 of several lines behind "|"': `${HEAD}data:\n  cert.pem: |\n    ${base64(CERT)
    .match(/.{1,20}/g)
    ?.join('\n    ')}\n  key.pem: ${base64(KEY)}\n`,
  'no type at all, which is Opaque': GOOD.replace('type: Opaque\n', ''),
  'other documents beside it': `${OTHER_OBJECTS}${GOOD}---\n# the end\n`,
  'a List, as kubectl prints it': JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'List' },
    items: [
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'contoso-tls', namespace: 'azureml' } },
      {
        ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque' },
        metadata: { name: 'contoso-tls', namespace: 'azureml' },
        data: { 'cert.pem': base64(CERT), 'key.pem': base64(KEY) },
      },
    ],
  }),
  'a byte order mark and CRLF': Buffer.from(`\ufeff${GOOD.replaceAll('\n', '\r\n')}`),
  'another Secret beside it': `${GOOD.replace('contoso-tls', 'other')}---\n${GOOD}`,
  'one of the same name for another namespace beside it': `${GOOD.replace('azureml', 'default')}---\n${GOOD}`,
};

for (const [what, text] of Object.entries(ACCEPTED)) {
  t.test(`accepted: ${what}`, async (t) => {
    const raw = read(text);
    t.equal(raw.cert.toString().trimEnd(), CERT.trimEnd());
    t.equal(raw.key.toString().trimEnd(), KEY.trimEnd());
    t.equal(raw.origin, 'the Secret "contoso-tls" in tls.yaml');
  });
}

t.test('a file with one Secret needs no name to be given', async (t) => {
  t.equal(read(OTHER_OBJECTS + GOOD, null).certPlace, 'cert.pem of the Secret "contoso-tls" in tls.yaml');
});

interface Refused {
  what: string;
  text: string | Buffer;
  reason: string;
  message: RegExp;
  remedy?: RegExp;
  name?: null;
}

const FOLDED_KEY = KEY.trimEnd();
const REFUSED: Refused[] = [
  {
    what: 'data with PEM instead of base64',
    text: `${HEAD}data:\n  cert.pem: |\n${indent(CERT)}\n  key.pem: |\n${indent(KEY)}\n`,
    reason: 'SECRET_DATA_IS_PEM',
    message: /^cert\.pem of the Secret "contoso-tls" in tls\.yaml is PEM text/,
    remedy: /stringData instead of data.*base64 -w0/,
  },
  {
    what: "the article's sample with its placeholders still in it",
    text: `${HEAD}data:\n  cert.pem: <PEM-encoded SSL certificate> \n  key.pem: <PEM-encoded SSL key>\n`,
    reason: 'SECRET_DATA_PLACEHOLDER',
    message: /placeholder/,
    remedy: /base64 -w0/,
  },
  {
    what: 'base64 that lost a character',
    text: GOOD.replace(base64(CERT), base64(CERT).slice(1)),
    reason: 'SECRET_DATA_NOT_BASE64',
    message: /multiple of 4/,
  },
  {
    what: 'base64 folded by YAML, which leaves blanks in it',
    text: GOOD.replace(base64(KEY), `>-\n    ${base64(KEY).slice(0, 40)}\n    ${base64(KEY).slice(40)}`),
    reason: 'SECRET_DATA_NOT_BASE64',
    message: /blanks/,
  },
  {
    what: 'base64 in the URL alphabet',
    text: GOOD.replace(base64(CERT), '_-_-'),
    reason: 'SECRET_DATA_NOT_BASE64',
    message: /URL alphabet/,
  },
  {
    what: 'a path where base64 belongs',
    text: GOOD.replace(base64(CERT), './cert.pem'),
    reason: 'SECRET_DATA_NOT_BASE64',
    message: /characters of no base64 alphabet/,
  },
  {
    what: 'a number where base64 belongs',
    text: GOOD.replace(base64(CERT), '12345'),
    reason: 'SECRET_VALUE_NOT_TEXT',
    message: /is a number/,
  },
  {
    what: 'a map where base64 belongs',
    text: GOOD.replace(base64(CERT), '{ file: cert.pem }'),
    reason: 'SECRET_VALUE_NOT_TEXT',
    message: /is a map/,
  },
  {
    what: 'tls.crt and tls.key',
    text: GOOD.replace('cert.pem', 'tls.crt').replace('key.pem', 'tls.key'),
    reason: 'SECRET_TLS_NAMES',
    message: /tls\.crt and tls\.key/,
    remedy: /kubectl create secret generic contoso-tls -n azureml --from-file=cert\.pem=tls\.crt/,
  },
  {
    what: 'the type kubernetes.io/tls',
    text: GOOD.replace('Opaque', 'kubernetes.io/tls'),
    reason: 'SECRET_WRONG_TYPE',
    message: /is of the type kubernetes\.io\/tls/,
    remedy: /kubectl create secret generic contoso-tls -n azureml/,
  },
  {
    what: 'another namespace',
    text: GOOD.replace('namespace: azureml', 'namespace: default'),
    reason: 'SECRET_WRONG_NAMESPACE',
    message: /for the namespace "default"/,
    remedy: /namespace: azureml/,
  },
  {
    what: 'no namespace',
    text: GOOD.replace('  namespace: azureml\n', ''),
    reason: 'SECRET_NAMESPACE_MISSING',
    message: /names no namespace/,
    remedy: /namespace: azureml/,
  },
  {
    what: 'a ConfigMap',
    text: GOOD.replace('kind: Secret', 'kind: ConfigMap'),
    reason: 'SECRET_MANIFEST_KIND',
    message: /it holds kind ConfigMap of apiVersion v1/,
  },
  {
    what: 'a Secret of another apiVersion',
    text: GOOD.replace('apiVersion: v1', 'apiVersion: bitnami.com/v1alpha1'),
    reason: 'SECRET_MANIFEST_KIND',
    message: /kind Secret of apiVersion bitnami\.com\/v1alpha1/,
  },
  { what: 'an empty file', text: '', reason: 'SECRET_MANIFEST_KIND', message: /it holds no object/ },
  {
    what: 'PEM in a file with the name of a manifest',
    text: KEY,
    reason: 'SECRET_MANIFEST_KIND',
    message: /no object/,
  },
  {
    what: 'a Secret of another name',
    text: GOOD.replace('contoso-tls', 'fabric'),
    reason: 'SECRET_MANIFEST_NAME',
    message: /no Secret named "contoso-tls"; it holds "fabric"/,
  },
  {
    what: 'the same Secret twice',
    text: `${GOOD}---\n${GOOD}`,
    reason: 'SECRET_MANIFEST_SEVERAL',
    message: /"contoso-tls" and "contoso-tls"/,
  },
  {
    what: 'two Secrets where no name says which is meant',
    text: `${GOOD}---\n${GOOD.replace('contoso-tls', 'other')}`,
    name: null,
    reason: 'SECRET_MANIFEST_SEVERAL',
    message: /"contoso-tls" and "other"/,
  },
  {
    what: 'only one of the two entries',
    text: GOOD.replace(/ {2}key\.pem.*\n/, '  other.pem: eA==\n'),
    reason: 'SECRET_ENTRY_MISSING',
    message: /has no key\.pem; it has cert\.pem and other\.pem/,
  },
  {
    what: 'no data at all',
    text: HEAD,
    reason: 'SECRET_ENTRY_MISSING',
    message: /has no cert\.pem; it has nothing/,
  },
  {
    what: 'an indentation that ends the block in the middle of the key',
    text: `${HEAD}stringData:\n  key.pem: |\n${indent(KEY).replace('    MIGH', '  MIGH')}\n`,
    reason: 'SECRET_MANIFEST_BROKEN',
    message: /tls\.yaml is not YAML: .* in line \d+, column \d+/,
    remedy: /"key\.pem: \|"/,
  },
  {
    what: 'PEM without "|", not indented',
    text: `${HEAD}stringData:\n  cert.pem: x\n  key.pem: ${FOLDED_KEY}\n`,
    reason: 'SECRET_MANIFEST_BROKEN',
    message: /not YAML/,
  },
  {
    what: 'a key of the map that is a line of the private key',
    text: `${HEAD}data:\n  ${KEY.split('\n')[1]}: eA==\n`,
    reason: 'SECRET_ENTRY_MISSING',
    message: /it has one more/,
  },
  {
    what: 'a tab for an indentation',
    text: 'data:\n\tkey.pem: x\n',
    reason: 'SECRET_MANIFEST_BROKEN',
    message: /tab as indent in line 2, column 1/,
  },
  {
    what: 'an alias to nothing',
    text: `${HEAD}data: *x\n`,
    reason: 'SECRET_MANIFEST_BROKEN',
    message: /alias/,
  },
  {
    what: 'UTF-16, as PowerShell writes it',
    text: Buffer.from(`\ufeff${GOOD}`, 'utf16le'),
    reason: 'SECRET_IS_UTF16',
    message: /tls\.yaml is UTF-16/,
    remedy: /iconv/,
  },
];

for (const { what, text, reason, message, remedy, name = 'contoso-tls' } of REFUSED) {
  t.test(`refused: ${what}`, async (t) => {
    const error = await refusalOf(() => read(text, name), KEY, base64(KEY));
    t.equal(error.reason, reason);
    t.match(error.message, message);
    if (remedy !== undefined) t.match(error.remedy, remedy);
  });
}
