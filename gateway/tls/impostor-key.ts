import { createPrivateKey } from 'node:crypto';

/**
 * The private key of somebody who has a certificate, but not its key: it claims the certificate's public half, so that
 * OpenSSL takes the two for a pair, and its signatures are worth nothing.
 *
 * @param keyPem the certificate's own key, EC; what is wrong with an RSA signature would differ from time to time
 * @returns PKCS#8, PEM
 */
export function impostorKey(keyPem: string): string {
  const own = createPrivateKey(keyPem);
  if (own.asymmetricKeyType !== 'ec') throw new Error('An impostor is made for EC certificates only.');
  const { d = '', ...publicHalf } = own.export({ format: 'jwk' });
  const secret = Buffer.from(d, 'base64url');
  secret.writeUInt8(secret.readUInt8(1) ^ 1, 1);
  const key = { ...publicHalf, d: secret.toString('base64url') };
  return createPrivateKey({ key, format: 'jwk' }).export({ type: 'pkcs8', format: 'pem' }).toString();
}
