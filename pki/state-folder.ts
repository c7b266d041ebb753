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
    const problem = whyNot(kept, options.now);
    if (problem === null) return kept;
    options.log.warn(
      {
        folder,
        notBefore: kept.root.notBefore.toISOString(),
        notAfter: kept.intermediate.notAfter.toISOString(),
      },
      `The test authority ${problem}; a new one is minted. Trust its ca.pem from now on.`,
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

/** Why an authority cannot issue a leaf of the longest life within that of its issuers; null where it can. */
function whyNot({ root, intermediate }: Hierarchy, now: Date): string | null {
  const issuers = [root, intermediate];
  if (issuers.some(({ notBefore }) => notBefore.getTime() > now.getTime()))
    return 'is not valid yet, so the clock was wrong when it was minted, or is wrong now';
  const needed = now.getTime() + MAX_LEAF_DAYS * DAY;
  const isTooOld = issuers.some(({ notAfter }) => notAfter.getTime() < needed);
  return isTooOld ? 'has grown too old to issue certificates' : null;
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
