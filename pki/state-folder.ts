import { X509Certificate } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import type { Logger } from '../common/logger.ts';
import type { CaCertificate } from './certificate.ts';
import { DAY, MAX_LEAF_DAYS } from './defaults.ts';
import {
  createFolderWhole,
  damaged,
  makePrivateFolder,
  readPrivateFile,
  readTextFile,
  writePublicFile,
} from './files.ts';
import { type Hierarchy, mintHierarchy } from './hierarchy.ts';
import { readKeyPair } from './key-pair.ts';
import { KeyRing, type KeyType } from './keys.ts';

interface StateOptions {
  /** For an authority that is made anew; one that is there keeps its own. */
  keyType: KeyType;
  log: Logger;
  now: Date;
}

/**
 * Opens the authority that a folder keeps, and makes one where there is none or where it has grown too old.
 *
 * ```
 * ca.pem  intermediate.pem         to be given to clients
 * generation-1/                    root and intermediate, each with its key; 0700, files 0600
 * keys/                            the shared keys of leaves and of what scenarios need
 * ```
 *
 * A generation comes into being whole, by one rename, and is never changed: several processes may start at once on one
 * folder, and all of them use what the first one made. One that has grown too old is followed by the next number.
 *
 * @throws MockError NOT_WRITABLE, PKI_STATE_DAMAGED, PKI_STATE_UNREADABLE
 */
export async function openStateFolder(folder: string, options: StateOptions): Promise<Hierarchy> {
  await makePrivateFolder(folder);
  const keysFolder = path.join(folder, 'keys');
  await makePrivateFolder(keysFolder);
  const keys = new KeyRing(keysFolder);
  const hierarchy = await loadOrMint(folder, keys, options);
  await publish(path.join(folder, 'ca.pem'), hierarchy.root.pem);
  await publish(path.join(folder, 'intermediate.pem'), hierarchy.intermediate.pem);
  return hierarchy;
}

async function loadOrMint(folder: string, keys: KeyRing, options: StateOptions): Promise<Hierarchy> {
  const newest = await newestGeneration(folder);
  if (newest > 0) {
    const kept = await loadGeneration(generationFolder(folder, newest), keys);
    if (stillIssues(kept, options.now)) return kept;
    options.log.warn(
      { folder, notAfter: kept.intermediate.notAfter.toISOString() },
      'The test authority has grown too old to issue certificates; a new one is minted. Trust its ca.pem from now on.',
    );
  }
  const next = generationFolder(folder, newest + 1);
  const [minted] = await Promise.all([
    // In a ring of their own: these two are kept with their certificates, not among the shared keys.
    mintHierarchy(new KeyRing(), options.keyType, options.now),
    keys.pair(options.keyType, 'leaf'),
  ]);
  if (await createFolderWhole(next, filesOf(minted))) {
    options.log.info({ folder }, 'Minted a certificate authority for tests.');
  }
  return loadGeneration(next, keys);
}

/** Can it issue a leaf of the longest life that ends before its issuers do? */
function stillIssues({ root, intermediate }: Hierarchy, now: Date): boolean {
  const needed = now.getTime() + MAX_LEAF_DAYS * DAY;
  return root.notAfter.getTime() >= needed && intermediate.notAfter.getTime() >= needed;
}

async function newestGeneration(folder: string): Promise<number> {
  const numbers = (await readdir(folder)).map((name) =>
    Number(/^generation-([1-9]\d*)$/.exec(name)?.[1] ?? 0),
  );
  return Math.max(0, ...numbers);
}

const generationFolder = (folder: string, number: number): string =>
  path.join(folder, `generation-${number}`);

function filesOf({ root, intermediate }: Hierarchy): Record<string, string> {
  return {
    'root.pem': root.pem,
    'root-key.pem': root.pair.privatePem,
    'intermediate.pem': intermediate.pem,
    'intermediate-key.pem': intermediate.pair.privatePem,
  };
}

async function loadGeneration(folder: string, keys: KeyRing): Promise<Hierarchy> {
  const [root, intermediate] = await Promise.all([load(folder, 'root'), load(folder, 'intermediate')]);
  if (!new X509Certificate(intermediate.der).verify(new X509Certificate(root.der).publicKey)) {
    throw damaged(path.join(folder, 'intermediate.pem'), 'it was not issued by the root beside it');
  }
  keys.adopt('root', root.pair);
  keys.adopt('intermediate', intermediate.pair);
  return { keyType: root.pair.type, keys, root, intermediate };
}

async function load(folder: string, name: 'root' | 'intermediate'): Promise<CaCertificate> {
  const [file, keyFile] = [path.join(folder, `${name}.pem`), path.join(folder, `${name}-key.pem`)];
  const [pem, keyPem] = await Promise.all([readTextFile(file), readPrivateFile(keyFile)]);
  if (pem === null) throw damaged(file, 'it is missing');
  if (keyPem === null) throw damaged(keyFile, 'it is missing');
  const certificate = attempt(() => new X509Certificate(pem), file, 'it is not a certificate');
  const pair = attempt(() => readKeyPair(keyPem), keyFile, 'it is not a private key');
  if (!certificate.checkPrivateKey(pair.privateKey)) {
    throw damaged(keyFile, 'it is not the key of the certificate beside it');
  }
  return {
    der: certificate.raw,
    pem,
    subject: AsnConvert.parse(certificate.raw, Certificate).tbsCertificate.subject,
    pair,
    serialNumber: certificate.serialNumber,
    notBefore: certificate.validFromDate,
    notAfter: certificate.validToDate,
  };
}

function attempt<T>(read: () => T, file: string, problem: string): T {
  try {
    return read();
  } catch (error) {
    throw damaged(file, problem, error);
  }
}

/** A folder that can only be read serves as well, as long as all is there. */
async function publish(file: string, pem: string): Promise<void> {
  if ((await readTextFile(file)) !== pem) await writePublicFile(file, pem);
}
