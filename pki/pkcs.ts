import { Attributes, CertificationRequest, CertificationRequestInfo } from '@peculiar/asn1-csr';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Attribute, Extensions, id_ce_subjectAltName, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { extension } from './extensions.ts';
import type { KeyPair } from './key-pair.ts';
import { generalName, subjectName } from './names.ts';
import { exactBuffer, signatureAlgorithm, signDer } from './signature.ts';

/** The other forms in which certificates, keys and requests are handed around. All of them DER. */

const SEQUENCE = 0x30;
const SET = 0x31;
const OCTET_STRING = 0x04;
const INTEGER = 0x02;
const OBJECT_IDENTIFIER = 0x06;
/** `[0]`, constructed. */
const CONTEXT_0 = 0xa0;

/** An object identifier below 1.2.840.113549.1; arcs below 128 take an octet each (X.690 section 8.19). */
const oid = (...arcs: number[]): Buffer =>
  tlv(OBJECT_IDENTIFIER, Buffer.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, ...arcs]));

const DATA = oid(7, 1);
const SIGNED_DATA = oid(7, 2);
const X509_CERTIFICATE = oid(9, 22, 1);
const KEY_BAG = oid(12, 10, 1, 1);
const CERT_BAG = oid(12, 10, 1, 3);
const EXTENSION_REQUEST = '1.2.840.113549.1.9.14';

/** PKCS#7 with certificates and nothing signed: the `.p7b` that Windows and many authorities hand out (RFC 5652). */
export function toPkcs7(certificates: readonly Buffer[]): Buffer {
  const signedData = tlv(
    SEQUENCE,
    integer(1),
    tlv(SET),
    tlv(SEQUENCE, DATA),
    tlv(CONTEXT_0, ...certificates),
    tlv(SET),
  );
  return tlv(SEQUENCE, SIGNED_DATA, tlv(CONTEXT_0, signedData));
}

/**
 * PKCS#12 (`.pfx`) with a key and its certificates, neither encrypted nor with a MAC, both of which may be left out (RFC
 * 7292 section 4).
 *
 * @param privateKey PKCS#8
 */
export function toPkcs12(privateKey: Buffer, certificates: readonly Buffer[]): Buffer {
  const bag = (type: Buffer, value: Buffer): Buffer => tlv(SEQUENCE, type, tlv(CONTEXT_0, value));
  const bags = [
    ...certificates.map((certificate) =>
      bag(CERT_BAG, tlv(SEQUENCE, X509_CERTIFICATE, tlv(CONTEXT_0, tlv(OCTET_STRING, certificate)))),
    ),
    bag(KEY_BAG, privateKey),
  ];
  const data = (content: Buffer): Buffer => tlv(SEQUENCE, DATA, tlv(CONTEXT_0, tlv(OCTET_STRING, content)));
  return tlv(SEQUENCE, integer(3), data(tlv(SEQUENCE, data(tlv(SEQUENCE, ...bags)))));
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

const integer = (value: number): Buffer => tlv(INTEGER, Buffer.from([value]));

/** Tag, length and content (X.690 section 8.1). */
function tlv(tag: number, ...content: readonly Buffer[]): Buffer {
  const value = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(value.length)]), value]);
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest >>= 8) octets.unshift(rest & 0xff);
  return [0x80 | octets.length, ...octets];
}
