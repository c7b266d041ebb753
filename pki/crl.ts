import { AsnConvert } from '@peculiar/asn1-schema';
import {
  CertificateList,
  CRLNumber,
  CRLReason,
  CRLReasons,
  id_ce_cRLNumber,
  id_ce_cRLReasons,
  RevokedCertificate,
  TBSCertList,
  Time,
  Version,
} from '@peculiar/asn1-x509';
import { DAY, HOUR } from './defaults.ts';
import { authorityKeyIdentifier, extension } from './extensions.ts';
import type { Hierarchy } from './hierarchy.ts';
import { exactBuffer, signatureAlgorithm, signDer } from './signature.ts';

export interface CrlOptions {
  /** ms from now; default an hour ago. */
  thisUpdateMs?: number;
  /** ms from now; default in a week. */
  nextUpdateMs?: number;
  now?: Date;
}

/**
 * Makes the certificate revocation list of the authority's intermediate (RFC 5280 section 5), DER.
 *
 * @param serialNumbers of the revoked leaves, hex, as in `Minted`
 */
export function mintCrl(
  { intermediate }: Hierarchy,
  serialNumbers: string[],
  options: CrlOptions = {},
): Buffer {
  const { thisUpdateMs = -HOUR, nextUpdateMs = 7 * DAY, now = new Date() } = options;
  const at = (ms: number): Time => new Time(now.getTime() + ms);
  const algorithm = signatureAlgorithm(intermediate.pair, 'sha256');
  const revoked = serialNumbers.map(
    (serial) =>
      new RevokedCertificate({
        userCertificate: exactBuffer(Buffer.from(serial, 'hex')),
        revocationDate: at(thisUpdateMs),
        crlEntryExtensions: [extension(id_ce_cRLReasons, new CRLReason(CRLReasons.keyCompromise))],
      }),
  );
  const tbsCertList = new TBSCertList({
    version: Version.v2,
    signature: algorithm,
    issuer: intermediate.subject,
    thisUpdate: at(thisUpdateMs),
    nextUpdate: at(nextUpdateMs),
    // An empty list is left out, not written as empty (RFC 5280 section 5.1.2.6).
    ...(revoked.length === 0 ? {} : { revokedCertificates: revoked }),
    crlExtensions: [
      authorityKeyIdentifier(intermediate.pair),
      // Numbers must grow with time (RFC 5280 section 5.2.3).
      extension(id_ce_cRLNumber, new CRLNumber(Math.floor(now.getTime() / 1000))),
    ],
  });
  const signature = signDer(AsnConvert.serialize(tbsCertList), intermediate.pair, 'sha256');
  return Buffer.from(
    AsnConvert.serialize(new CertificateList({ tbsCertList, signatureAlgorithm: algorithm, signature })),
  );
}
