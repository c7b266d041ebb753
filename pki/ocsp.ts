import { createHash } from 'node:crypto';
import {
  BasicOCSPResponse,
  CertID,
  CertStatus,
  id_pkix_ocsp_basic,
  KeyHash,
  OCSPResponse,
  OCSPResponseStatus,
  ResponderID,
  ResponseBytes,
  ResponseData,
  RevokedInfo,
  SingleResponse,
} from '@peculiar/asn1-ocsp';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, CRLReason, CRLReasons } from '@peculiar/asn1-x509';
import { DAY, HOUR } from './defaults.ts';
import type { Hierarchy } from './hierarchy.ts';
import { exactBuffer, signatureAlgorithm, signDer } from './signature.ts';

export interface OcspOptions {
  /** Of the leaf, hex, as in `Minted`. */
  serialNumber: string;
  status: 'good' | 'revoked' | 'unknown';
  /** ms from now; default an hour ago. */
  thisUpdateMs?: number;
  /** ms from now; default in a week. Negative makes a response that is stale. */
  nextUpdateMs?: number;
  now?: Date;
}

const SHA1 = '1.3.14.3.2.26';

/**
 * Makes an OCSP response about a leaf, DER, as it is stapled to a handshake (RFC 6960 section 4.2, RFC 6066 section 8).
 * The authority's intermediate signs it itself, so it needs no certificate of a responder.
 */
export function mintOcspResponse({ intermediate }: Hierarchy, options: OcspOptions): Buffer {
  const { thisUpdateMs = -HOUR, nextUpdateMs = 7 * DAY, now = new Date() } = options;
  const at = (ms: number): Date => new Date(Math.floor((now.getTime() + ms) / 1000) * 1000);
  const { pair, subject } = intermediate;
  const certID = new CertID({
    // Names the issuer, and SHA-1 is the hash that every client asks with (RFC 5019 section 2.1.1).
    hashAlgorithm: new AlgorithmIdentifier({ algorithm: SHA1, parameters: null }),
    issuerNameHash: new OctetString(sha1(AsnConvert.serialize(subject))),
    issuerKeyHash: new OctetString(pair.keyIdentifier),
    serialNumber: exactBuffer(Buffer.from(options.serialNumber, 'hex')),
  });
  const tbsResponseData = new ResponseData({
    responderID: new ResponderID({ byKey: new KeyHash(pair.keyIdentifier) }),
    producedAt: at(thisUpdateMs),
    responses: [
      new SingleResponse({
        certID,
        certStatus: statusOf(options.status, at(thisUpdateMs)),
        thisUpdate: at(thisUpdateMs),
        nextUpdate: at(nextUpdateMs),
      }),
    ],
  });
  const basic = new BasicOCSPResponse({
    tbsResponseData,
    signatureAlgorithm: signatureAlgorithm(pair, 'sha256'),
    signature: signDer(AsnConvert.serialize(tbsResponseData), pair, 'sha256'),
  });
  const responseBytes = new ResponseBytes({
    responseType: id_pkix_ocsp_basic,
    response: new OctetString(AsnConvert.serialize(basic)),
  });
  return Buffer.from(
    AsnConvert.serialize(new OCSPResponse({ responseStatus: OCSPResponseStatus.successful, responseBytes })),
  );
}

function statusOf(status: OcspOptions['status'], since: Date): CertStatus {
  if (status === 'good') return new CertStatus({ good: null });
  if (status === 'unknown') return new CertStatus({ unknown: null });
  const revocationReason = new CRLReason(CRLReasons.keyCompromise);
  return new CertStatus({ revoked: new RevokedInfo({ revocationTime: since, revocationReason }) });
}

function sha1(der: ArrayBuffer): Buffer {
  return createHash('sha1').update(new Uint8Array(der)).digest();
}
