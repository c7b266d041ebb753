import { createPrivateKey } from 'node:crypto';

/**
 * The private key of an attacker who has a certificate, but not its key: it claims the certificate's public half, so that
 * OpenSSL takes the two for a pair, and its signatures are worth nothing.
 *
 * @param keyPem the certificate's own key, EC; what is wrong with an RSA signature would differ from time to time
 * @returns PKCS#8, PEM
 */
export function impostorKey(keyPem: string): string {
  const own = createPrivateKey(keyPem);
  if (own.asymmetricKeyType !== 'ec') throw new Error('An impostor is made for EC certificates only.');
  const { d = '' } = own.export({ format: 'jwk' });
  const der = own.export({ type: 'pkcs8', format: 'der' });
  // In place: whatever reads such a key from its parts finds out that they do not belong together.
  const place = der.indexOf(Buffer.from(d, 'base64url')) + 1;
  der.writeUInt8(der.readUInt8(place) ^ 1, place);
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
}
