import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { notWritable } from '../common/not-writable.ts';
import { makeStateFolder } from '../harness/state-folder.ts';
import { type Authority, openAuthority } from '../pki/authority.ts';
import type { KeyType } from '../pki/keys.ts';
import { readText } from './read-text.ts';

export interface IssueFlags {
  name: string[];
  out: string;
  state: string;
  days: number;
  daysGone: number;
  keyType: KeyType;
  manifest?: string;
}

export interface SignFlags {
  out: string;
  state: string;
  days: number;
  name?: string[];
}

/** The authority that `start` on the same state folder uses, so that one CA is to be trusted and not two. */
async function authorityOf(state: string): Promise<Authority> {
  await makeStateFolder(state);
  return openAuthority({ stateDir: path.join(state, 'authority') });
}

/** `certs issue` */
export async function issue(flags: IssueFlags): Promise<void> {
  await makeFolder(flags.out);
  const authority = await authorityOf(flags.state);
  const { certPem, keyPem, trustedPem, notAfter } = await authority.issueLeaf({
    names: flags.name,
    days: flags.days,
    daysGone: flags.daysGone,
    keyType: flags.keyType,
  });
  await write(path.join(flags.out, 'key.pem'), keyPem, { mode: 0o600 });
  await write(path.join(flags.out, 'cert.pem'), certPem);
  await write(path.join(flags.out, 'ca.pem'), trustedPem);
  if (flags.manifest !== undefined) {
    const name = path.basename(path.resolve(flags.out));
    await write(flags.manifest, secretManifest(name, certPem, keyPem), {
      mode: 0o600,
      option: '--manifest',
    });
  }
  process.stdout.write(
    `Issued a certificate for ${flags.name.join(', ')} in ${flags.out}: cert.pem, key.pem, and ca.pem to trust.\n` +
      `It is valid until ${notAfter.toISOString()}.\n`,
  );
}

/** `certs sign` */
export async function sign(csrFile: string, flags: SignFlags): Promise<void> {
  const csrPem = await readText(csrFile);
  const authority = await authorityOf(flags.state);
  const { certPem, notAfter } = authority.signRequest(csrPem, {
    days: flags.days,
    ...(flags.name === undefined ? {} : { names: flags.name }),
  });
  await write(flags.out, certPem);
  process.stdout.write(
    `Signed: ${flags.out} holds the certificate with its chain, valid until ${notAfter.toISOString()}.\n`,
  );
}

/** The manifest of the article, "Configure sslSecret", with base64 where its sample says PEM. */
function secretManifest(name: string, certPem: string, keyPem: string): string {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  return stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'azureml' },
    type: 'Opaque',
    data: { 'cert.pem': base64(certPem), 'key.pem': base64(keyPem) },
  });
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw notWritable(folder, error, '--out');
  }
}

async function write(file: string, text: string, { mode = 0o644, option = '--out' } = {}): Promise<void> {
  try {
    await writeFile(file, text, { mode });
  } catch (error) {
    throw notWritable(file, error, option);
  }
}
