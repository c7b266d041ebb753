import { fillTemplate } from '../common/texts.ts';

/** What is said about a secret that is served all the same: message and remedy by reason, filled in by `warn`. */
const WARNINGS = {
  SECRET_EXPIRED: {
    message: 'The certificate expired at {at}.',
    remedy: 'Renew it, and run k8s-extension update; every client that checks refuses it now.',
  },
  SECRET_NOT_YET_VALID: {
    message: 'The certificate is not valid before {at}.',
    remedy: 'Wait until then, or correct the clock of this machine or of the CA.',
  },
  SECRET_EXPIRES_SOON: {
    message: 'The certificate expires {when}, at {at}.',
    remedy: 'Renew it now, replace the secret, and run k8s-extension update.',
  },
  SECRET_NEGATIVE_SERIAL: {
    message: 'The serial number of certificate {number} ({subject}) is negative.',
    remedy:
      'Have it issued with a positive serial number (RFC 5280 section 4.1.2.2): Go 1.23 and newer refuse it with "x509: negative serial number".',
  },
  SECRET_CHAIN_NOT_VALID_NOW: {
    message: 'Certificate {number} of the chain ({subject}) is valid from {from} to {to} only.',
    remedy: "Replace it by the issuer's present one; clients refuse a chain through it.",
  },
  SECRET_SELF_SIGNED: {
    message: 'The certificate is self-signed.',
    remedy: 'Use it for development only, as the article warns; clients must be given it as their CA.',
  },
  SECRET_LEAF_ONLY: {
    message: 'No certificate of the issuer ({issuer}) follows the certificate.',
    remedy: 'Append the intermediates, and then the root: cat leaf.pem intermediate.pem root.pem > cert.pem',
  },
  SECRET_MISORDERED: {
    message: 'The chain is not in order: certificate {number} stands before the one that it issued.',
    remedy: "Order it: the server's certificate, then intermediates, then root.",
  },
  SECRET_UNRELATED: {
    message: 'Certificate {number} ({subject}) has nothing to do with the certificate.',
    remedy: 'Remove it; some clients refuse a chain with strangers in it.',
  },
  SECRET_REPEATED: {
    message: 'Certificate {number} ({subject}) stood in the chain before.',
    remedy: 'Remove the second copy; every handshake carries it.',
  },
  SECRET_NOT_FOR_SERVERS: {
    message: 'The extended key usage of the certificate does not name TLS server authentication.',
    remedy: 'Have it issued with extendedKeyUsage serverAuth (RFC 5280 section 4.2.1.12).',
  },
  SECRET_KEY_BESIDE_CERTIFICATE: {
    message: '{place} holds a private key beside the certificate.',
    remedy: 'Remove it there: a certificate is passed around freely, and the key with it.',
  },
} as const;

export type WarningReason = keyof typeof WARNINGS;

/** Something about a secret that is no ground for the mock to refuse it, and yet worth mending. */
export interface SecretWarning {
  reason: WarningReason;
  message: string;
  remedy: string;
}

type Placeholder<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;
type Values<R extends WarningReason> = {
  [K in Placeholder<(typeof WARNINGS)[R]['message' | 'remedy']>]: string | number;
};

/** Makes the warning of a reason with the values that its texts name. */
export function warn<R extends WarningReason>(reason: R, values: Values<R>): SecretWarning {
  const { message, remedy } = WARNINGS[reason];
  return { reason, message: fillTemplate(message, values), remedy: fillTemplate(remedy, values) };
}
