import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What stands in cert.pem and key.pem. */
export interface FileInput {
  name: string;
  cert: Buffer;
  key: Buffer;
}

/** A certificate, its issuers and its key, PEM. */
export interface Material {
  leaf: string;
  intermediate: string;
  root: string;
  key: string;
}

/** Kinds of key, as `openssl req -newkey` names them. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'RSA-1024': ['rsa:1024'],
  'RSA-2048': ['rsa:2048'],
  'RSA-3072': ['rsa:3072'],
  'RSA-4096': ['rsa:4096'],
  'EC P-224': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-224'],
  'EC P-256': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  'EC P-384': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  'EC P-521': ['ec', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  'EC secp256k1': ['ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  'EC P-256 with explicit parameters': [
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-pkeyopt',
    'ec_param_enc:explicit',
  ],
  Ed25519: ['ed25519'],
  Ed448: ['ed448'],
  'RSA-PSS': ['rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048'],
};

/** How a text may be changed without a change to what it means. */
const TEXTS: Readonly<Record<string, (pem: string) => string | Buffer>> = {
  'as it is': (pem) => pem,
  CRLF: (pem) => pem.replaceAll('\n', '\r\n'),
  'CR alone': (pem) => pem.replaceAll('\n', '\r'),
  'no last line break': (pem) => pem.trimEnd(),
  'empty lines before': (pem) => `\n\n${pem}`,
  'empty lines behind': (pem) => `${pem}\n\n`,
  'empty lines within': (pem) => pem.replace(/\n(?=.)/, '\n\n'),
  'blanks at the end of lines': (pem) => pem.replaceAll('\n', '  \n'),
  'a tab at the end of lines': (pem) => pem.replaceAll('\n', '\t\n'),
  'a byte order mark': (pem) => `\ufeff${pem}`,
  'a byte order mark before a comment': (pem) => `\ufeff# ours\n${pem}`,
  'a comment before': (pem) => `# ours\n${pem}`,
  'a comment in Latin-1 before': (pem) => Buffer.from(`# f\xfcr uns\n${pem}`, 'latin1'),
  'a comment behind': (pem) => `${pem}# the end\n`,
  'bag attributes before': (pem) => `Bag Attributes\n    friendlyName: contoso\nsubject=CN = x\n${pem}`,
  indented: (pem) => pem.replace(/^/gm, '  '),
  'on one line': (pem) => pem.replaceAll('\n', ' '),
  '\\n written out': (pem) => pem.replaceAll('\n', '\\n'),
  'one line of base64': (pem) =>
    pem.replace(
      /(-----BEGIN [^-]+-----\n)([^-]+)(?=-----END)/g,
      (_, begin: string, body: string) => `${begin}${body.replaceAll('\n', '')}\n`,
    ),
  'base64 in lines of 76': (pem) =>
    pem.replace(
      /(-----BEGIN [^-]+-----\n)([^-]+)(?=-----END)/g,
      (_, begin: string, body: string) => `${begin}${body.replaceAll('\n', '').replace(/.{76}/g, '$&\n')}\n`,
    ),
  'UTF-16': (pem) => Buffer.from(`\ufeff${pem}`, 'utf16le'),
  'base64 of it': (pem) => Buffer.from(pem).toString('base64'),
  'armoured twice': (pem) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(pem).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
  'four dashes': (pem) => pem.replace('-----BEGIN', '----BEGIN'),
  'a lower-case label': (pem) =>
    pem.replace(/BEGIN ([A-Z ]+)-/, (_, label: string) => `BEGIN ${label.toLowerCase()}-`),
  'the end is missing': (pem) => pem.slice(0, -40),
  'an END line of another kind': (pem) => pem.replace(/END [A-Z ]+-/, 'END DATA-'),
  'a damaged letter': (pem) => pem.replace(/\n(.{10})./, '\n$1*'),
  'a NUL at the end': (pem) => `${pem}\0`,
  empty: () => '',
  'blanks alone': () => ' \n\n',
  'some text': () => 'hello\n',
};

/** Chains of one certificate with its key. */
function chains({ leaf, intermediate, root, key }: Material): Record<string, string> {
  return {
    'leaf, intermediate, root': leaf + intermediate + root,
    'leaf, intermediate': leaf + intermediate,
    'leaf alone': leaf,
    'leaf, root, intermediate': leaf + root + intermediate,
    'root, intermediate, leaf': root + intermediate + leaf,
    'leaf twice': leaf + leaf,
    'intermediate twice': leaf + intermediate + intermediate,
    'certificate with the key beside': leaf + intermediate + key,
    'key before the certificate': key + leaf + intermediate,
    'the second without a line break between': leaf.trimEnd() + intermediate,
    'a byte order mark before the second': `${leaf}\ufeff${intermediate}`,
    'the second damaged': leaf + intermediate.replace(/\n(.{10})./, '\n$1*'),
    'label X509 CERTIFICATE': leaf.replaceAll(' CERTIFICATE-', ' X509 CERTIFICATE-'),
    'label TRUSTED CERTIFICATE': leaf.replaceAll(' CERTIFICATE-', ' TRUSTED CERTIFICATE-'),
    'DH parameters behind': `${leaf}-----BEGIN DH PARAMETERS-----\nMAYCAQcCAQI=\n-----END DH PARAMETERS-----\n`,
    'the key alone': key,
  };
}

/** Writes the files of every shape. @param folder an empty one, for openssl */
export function fileInputs(folder: string, material: Material): FileInput[] {
  const { leaf, intermediate, key } = material;
  const chain = leaf + intermediate;
  const openssl = (args: readonly string[]): Buffer =>
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const input = (name: string, cert: string | Buffer, ofKey: string | Buffer): FileInput => ({
    name,
    cert: Buffer.from(cert),
    key: Buffer.from(ofKey),
  });
  const read = (name: string): Buffer => readFileSync(path.join(folder, name));
  execFileSync('sh', ['-c', 'cat > leaf.key'], { cwd: folder, input: key });
  execFileSync('sh', ['-c', 'cat > chain.pem'], { cwd: folder, input: chain });
  openssl([
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=x',
    '-keyout',
    'other.key',
    '-out',
    'other.pem',
  ]);
  openssl([
    'pkcs12',
    '-export',
    '-in',
    'chain.pem',
    '-inkey',
    'leaf.key',
    '-passout',
    'pass:',
    '-out',
    'leaf.pfx',
  ]);
  const keyForms: Record<string, Buffer> = {
    'PKCS#1': openssl(['rsa', '-in', 'leaf.key', '-traditional']),
    'PKCS#8': openssl(['pkcs8', '-topk8', '-nocrypt', '-in', 'leaf.key']),
    'PKCS#8 with a passphrase': openssl(['pkcs8', '-topk8', '-in', 'leaf.key', '-passout', 'pass:x']),
    'PKCS#1 with a passphrase': openssl([
      'rsa',
      '-in',
      'leaf.key',
      '-traditional',
      '-aes128',
      '-passout',
      'pass:x',
    ]),
    DER: openssl(['pkey', '-in', 'leaf.key', '-outform', 'DER']),
    'the public half': openssl(['pkey', '-in', 'leaf.key', '-pubout']),
    'of another certificate': read('other.key'),
    twice: Buffer.from(key + key),
    'the other one behind': Buffer.concat([Buffer.from(key), read('other.key')]),
    'a certificate before': Buffer.from(leaf + key),
  };
  return [
    ...Object.entries(TEXTS).flatMap(([what, change]) => [
      input(`cert.pem: ${what}`, change(chain), key),
      input(`key.pem: ${what}`, chain, change(key)),
    ]),
    ...Object.entries(chains(material)).map(([what, cert]) => input(`cert.pem: ${what}`, cert, key)),
    ...Object.entries(keyForms).map(([what, form]) => input(`key.pem: ${what}`, chain, form)),
    input('cert.pem: DER', openssl(['x509', '-in', 'chain.pem', '-outform', 'DER']), key),
    input('cert.pem: PKCS#12', read('leaf.pfx'), key),
    input('cert.pem: PKCS#7', openssl(['crl2pkcs7', '-nocrl', '-certfile', 'chain.pem']), key),
    input('cert.pem: a request', openssl(['req', '-new', '-key', 'leaf.key', '-subj', '/CN=x']), key),
    input('the two swapped', key, chain),
    ...Object.entries(KEYS).map(([what, options], index) => {
      const [certFile, keyFile] = [`kind-${index}.pem`, `kind-${index}.key`];
      openssl([
        ...['req', '-x509', '-newkey', ...options, '-nodes', '-subj', '/CN=www.contoso.com', '-days', '90'],
        ...['-addext', 'subjectAltName=DNS:www.contoso.com', '-keyout', keyFile, '-out', certFile],
      ]);
      return input(`key of the kind ${what}`, read(certFile), read(keyFile));
    }),
  ];
}
