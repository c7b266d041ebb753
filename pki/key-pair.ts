import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair as generateKeyPairCallback,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import { AsnConvert } from '@peculiar/asn1-schema';
import { SubjectPublicKeyInfo } from '@peculiar/asn1-x509';

/** `rsa-1024` is weak on purpose: clients must refuse it. */
export type KeyType = 'rsa-1024' | 'rsa-2048' | 'rsa-4096' | 'ec-p256' | 'ec-p384';

/** The names that OpenSSL has for the curves. */
const CURVES = { 'ec-p256': 'prime256v1', 'ec-p384': 'secp384r1' } as const;

/** The public half, in the forms a certificate needs. */
export interface PublicHalf {
  subjectPublicKeyInfo: SubjectPublicKeyInfo;
  /** RFC 5280 section 4.2.1.2, method 1: SHA-1 of the public key's bits. It names a key, it protects nothing. */
  keyIdentifier: Buffer;
}

export interface KeyPair extends PublicHalf {
  type: KeyType;
  privateKey: KeyObject;
  /** PKCS#8, PEM, without passphrase. */
  privatePem: string;
}

const generate = promisify(generateKeyPairCallback);

export function isEc(type: KeyType): type is keyof typeof CURVES {
  return type in CURVES;
}

/** Generates on a thread of libuv's pool, so that several run at once. */
export async function generateKeyPair(type: KeyType): Promise<KeyPair> {
  const { privateKey } = isEc(type)
    ? await generate('ec', { namedCurve: CURVES[type] })
    : await generate('rsa', { modulusLength: Number(type.slice('rsa-'.length)) });
  return toKeyPair(type, privateKey);
}

/**
 * Reads a private key, PEM.
 *
 * @throws Error where it is not one, or not of the wanted type
 */
export function readKeyPair(pem: string, type?: KeyType): KeyPair {
  const privateKey = createPrivateKey(pem);
  const found = keyTypeOf(privateKey);
  if (found === null || (type !== undefined && found !== type)) {
    throw new Error(`it is ${describeKey(privateKey)}, not ${type ?? 'a type of key in use here'}`);
  }
  return toKeyPair(found, privateKey);
}

/** The public half of a key as it stands in a signing request, DER or parsed. */
export function publicHalf(subjectPublicKeyInfo: SubjectPublicKeyInfo): PublicHalf {
  const bits = Buffer.from(subjectPublicKeyInfo.subjectPublicKey);
  return { subjectPublicKeyInfo, keyIdentifier: createHash('sha1').update(bits).digest() };
}

function toKeyPair(type: KeyType, privateKey: KeyObject): KeyPair {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return {
    type,
    privateKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ...publicHalf(AsnConvert.parse(spki, SubjectPublicKeyInfo)),
  };
}

function keyTypeOf(key: KeyObject): KeyType | null {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec') {
    return (
      (Object.keys(CURVES) as (keyof typeof CURVES)[]).find((type) => CURVES[type] === namedCurve) ?? null
    );
  }
  if (key.asymmetricKeyType !== 'rsa') return null;
  if (modulusLength === 1024) return 'rsa-1024';
  if (modulusLength === 2048) return 'rsa-2048';
  return modulusLength === 4096 ? 'rsa-4096' : null;
}

/** A key for people: `an RSA key of 1024 bits`, `an EC key on secp384r1`, `an ed25519 key`. */
export function describeKey(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return `an RSA key of ${modulusLength} bits`;
  if (key.asymmetricKeyType === 'ec') return `an EC key on ${namedCurve}`;
  return `an ${key.asymmetricKeyType} key`;
}
