import {
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
  type X509Certificate,
} from 'node:crypto';
import { fail } from './errors.ts';
import { nameBlocks, type PemBlock } from './pem-block.ts';

export type KeyKind = 'RSA' | 'EC';

/** PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 appendix A.1.2), SEC1 (RFC 5915), and the types that are refused later. */
export const isPrivateKey = ({ label }: PemBlock): boolean => label.endsWith('PRIVATE KEY');

/** The curves that Envoy takes, by OpenSSL's names. */
const CURVES: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };

export interface PrivateKey {
  object: KeyObject;
  pem: string;
  /** `RSA-2048`, `EC P-256`. */
  type: string;
}

/**
 * The one private key among the blocks.
 *
 * @param kinds which kinds of key the router serves
 * @throws MockError E40007 where there is none or more than one, or it is encrypted, damaged or of another kind
 */
export function readPrivateKey(
  blocks: readonly PemBlock[],
  place: string,
  kinds: readonly KeyKind[],
): PrivateKey {
  const keys = blocks.filter(isPrivateKey);
  const [key] = keys;
  if (key === undefined) {
    if (blocks.some(({ label }) => label.endsWith('PUBLIC KEY')))
      throw fail('SECRET_IS_PUBLIC_KEY', { place });
    throw fail('SECRET_NOT_A_KEY', { place, found: nameBlocks(blocks) });
  }
  if (keys.length > 1) throw fail('SECRET_SEVERAL_KEYS', { place, count: keys.length });
  if (key.encrypted || key.label === 'ENCRYPTED PRIVATE KEY') throw fail('SECRET_KEY_ENCRYPTED', { place });
  if (key.label === 'OPENSSH PRIVATE KEY')
    throw fail('SECRET_NOT_A_KEY', { place, found: 'a key in the format of OpenSSH' });

  const object = parseKey(key, place);
  const { kind, type } = describeKey(object);
  if (kind === null || !kinds.includes(kind))
    throw fail('SECRET_KEY_TYPE', { place, found: type, served: kinds.join(' and ') });
  return { object, pem: key.text, type };
}

function parseKey(block: PemBlock, place: string): KeyObject {
  try {
    return createPrivateKey(block.text);
  } catch (error) {
    throw fail('SECRET_KEY_BROKEN', { place }, error);
  }
}

function describeKey(key: KeyObject): { kind: KeyKind | null; type: string } {
  const { modulusLength, namedCurve = 'unnamed' } = key.asymmetricKeyDetails ?? {};
  // BoringSSL takes a curve by its name alone, and OpenSSL names one whose parameters it knows.
  if (key.asymmetricKeyType === 'ec' && hasExplicitParameters(key))
    return { kind: null, type: 'EC with explicit parameters' };
  if (key.asymmetricKeyType === 'rsa') return { kind: 'RSA', type: `RSA-${modulusLength}` };
  if (key.asymmetricKeyType === 'ec') {
    // ASSUMPTION: ec-keys: Azure's troubleshooting steps check the key with "openssl rsa", and whether its own check
    // takes an EC key is not published; Envoy serves these curves. Changed by `CheckOptions.keyKinds`.
    const curve = CURVES[namedCurve];
    return curve === undefined
      ? { kind: null, type: `EC on ${namedCurve}` }
      : { kind: 'EC', type: `EC ${curve}` };
  }
  return { kind: null, type: (key.asymmetricKeyType ?? 'unknown').toUpperCase() };
}

/** The OID of prime-field, which stands where a curve is described and not named (RFC 5480 section 2.1.1). */
const PRIME_FIELD = Buffer.from('06072a8648ce3d0101', 'hex');

function hasExplicitParameters(key: KeyObject): boolean {
  return createPublicKey(key.export({ type: 'pkcs8', format: 'pem' }))
    .export({ type: 'spki', format: 'der' })
    .includes(PRIME_FIELD);
}

/** Does what the key signs verify with the certificate? A key whose public half is right can still be damaged. */
export function signsFor(key: KeyObject, certificate: X509Certificate): boolean {
  const probe = Buffer.from('azureml-fe-mock');
  try {
    return verify('sha256', probe, certificate.publicKey, sign('sha256', probe, key));
  } catch {
    return false;
  }
}
