import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { notWritable } from '../common/not-writable.ts';
import { openAuthority } from '../pki/authority.ts';
import { javaTrustStore, TRUST_STORE_PASSWORD } from '../pki/java-trust-store.ts';
import { readPem, toPem } from '../pki/pem.ts';
import { pkcs12TrustStore } from '../pki/pkcs12-trust-store.ts';
import { fail } from './errors.ts';
import { readText } from './read-text.ts';

/** The forms that `certs trust` writes: PEM, PEM with the public roots, and the two that Java reads. */
export const TRUST_FORMATS = ['pem', 'bundle', 'pkcs12', 'jks'] as const;
export type TrustFormat = (typeof TRUST_FORMATS)[number];

export interface TrustFlags {
  format: TrustFormat;
  out: string;
  state: string;
  add?: string[];
  publicRoots?: boolean;
}

/** `certs trust`: what a container, a JVM or a tool mounts to trust the mock. */
export async function trust(flags: TrustFlags): Promise<void> {
  const authority = await openAuthority({ stateDir: path.join(flags.state, 'authority') });
  const added = await Promise.all((flags.add ?? []).map(certificatesIn));
  const own = [authority.rootPem, ...added.flat()];
  const withPublic = flags.format === 'bundle' || flags.publicRoots === true;
  const certificates = withPublic ? [...own, ...rootCertificates] : own;
  try {
    await writeFile(flags.out, trustStore(flags.format, certificates), { mode: 0o644 });
  } catch (error) {
    throw notWritable(flags.out, error, '--out');
  }
  const password = isJavaStore(flags.format) ? ` Its password is "${TRUST_STORE_PASSWORD}".` : '';
  process.stdout.write(`${flags.out} holds ${describe(own.length, withPublic)}.${password}\n`);
}

const isJavaStore = (format: TrustFormat): boolean => format === 'pkcs12' || format === 'jks';

function trustStore(format: TrustFormat, certificates: readonly string[]): Buffer {
  switch (format) {
    case 'pem':
    case 'bundle':
      return Buffer.from(certificates.map((pem) => `${pem.trimEnd()}\n`).join(''));
    case 'pkcs12':
      return pkcs12TrustStore(certificates);
    case 'jks':
      return javaTrustStore(certificates);
  }
}

/** @throws MockError CLI_BAD_OPTION where the file holds no certificate */
async function certificatesIn(file: string): Promise<string[]> {
  const blocks = readPem(await readText(file)).filter(({ label }) => label === 'CERTIFICATE');
  if (blocks.length === 0)
    throw fail('CLI_BAD_OPTION', {
      option: '--add',
      value: file,
      expected: 'a file with certificates in PEM',
    });
  return blocks.map(({ label, der }) => toPem(label, der));
}

function describe(own: number, withPublic: boolean): string {
  const ca = own === 1 ? 'the CA of the mock' : `the CA of the mock and ${own - 1} more`;
  return withPublic ? `${ca}, and the public roots of this Node` : ca;
}
