import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Attribute, Extensions, id_ce_subjectAltName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { integer, objectIdentifier, TAG, tlv } from './der.ts';
import { extension } from './extensions.ts';
import type { KeyPair } from './key-pair.ts';
import { generalName, subjectName } from './names.ts';
import { exactBuffer, signatureAlgorithm, signDer } from './signature.ts';

/** The other forms in which certificates, keys and requests are handed around. All of them DER. */

const DATA = objectIdentifier('1.2.840.113549.1.7.1');
const SIGNED_DATA = objectIdentifier('1.2.840.113549.1.7.2');
const X509_CERTIFICATE = objectIdentifier('1.2.840.113549.1.9.22.1');
const KEY_BAG = objectIdentifier('1.2.840.113549.1.12.10.1.1');
const CERT_BAG = objectIdentifier('1.2.840.113549.1.12.10.1.3');
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** PKCS#7 with certificates and nothing signed: the `.p7b` that Windows and many authorities hand out (RFC 5652). */
export function toPkcs7(certificates: readonly Buffer[]): Buffer {
  const signedData = tlv(
    TAG.sequence,
    integer(1),
    tlv(TAG.set),
    tlv(TAG.sequence, DATA),
    tlv(TAG.context0, ...certificates),
    tlv(TAG.set),
  );
  return tlv(TAG.sequence, SIGNED_DATA, tlv(TAG.context0, signedData));
}

/**
 * PKCS#12 (`.pfx`) with a key and its certificates, neither encrypted nor with a MAC, both of which may be left out (RFC
 * 7292 section 4).
 *
 * @param privateKey PKCS#8
 */
export function toPkcs12(privateKey: Buffer, certificates: readonly Buffer[]): Buffer {
  const bag = (type: Buffer, value: Buffer): Buffer => tlv(TAG.sequence, type, tlv(TAG.context0, value));
  const bags = [
    ...certificates.map((certificate) =>
      bag(
        CERT_BAG,
        tlv(TAG.sequence, X509_CERTIFICATE, tlv(TAG.context0, tlv(TAG.octetString, certificate))),
      ),
    ),
    bag(KEY_BAG, privateKey),
  ];
  const data = (content: Buffer): Buffer =>
    tlv(TAG.sequence, DATA, tlv(TAG.context0, tlv(TAG.octetString, content)));
  return tlv(TAG.sequence, integer(3), data(tlv(TAG.sequence, data(tlv(TAG.sequence, ...bags)))));
}

/** A PKCS#10 request (RFC 2986) for names in the form `DNS:…` or `IP:…`. */
export function toPkcs10(pair: KeyPair, commonName: string, sans: readonly string[]): Buffer {
  const subjectAltName = new SubjectAlternativeName(sans.map(generalName));
  const wanted = new Extensions([extension(id_ce_subjectAltName, subjectAltName)]);
  const certificationRequestInfo = new CertificationRequestInfo({
    subject: subjectName(null, commonName),
    subjectPKInfo: pair.subjectPublicKeyInfo,
    attributes: new Attributes([
      new Attribute({ type: EXTENSION_REQUEST, values: [AsnConvert.serialize(wanted)] }),
    ]),
  });
  const signed = signDer(AsnConvert.serialize(certificationRequestInfo), pair, 'sha256');
  const request = new CertificationRequest({
    certificationRequestInfo,
    signatureAlgorithm: signatureAlgorithm(pair, 'sha256'),
    signature: exactBuffer(new Uint8Array(signed)),
  });
  return Buffer.from(AsnConvert.serialize(request));
}
