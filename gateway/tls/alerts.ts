import type { Alert } from '../../common/observations.ts';

/** Alert descriptions by number (RFC 5246 section 7.2, RFC 6066 section 9, RFC 7301 section 3.2, RFC 7507). */
const DESCRIPTIONS: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  21: 'decryption_failed',
  22: 'record_overflow',
  30: 'decompression_failure',
  40: 'handshake_failure',
  41: 'no_certificate',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  60: 'export_restriction',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  100: 'no_renegotiation',
  109: 'missing_extension',
  110: 'unsupported_extension',
  111: 'certificate_unobtainable',
  112: 'unrecognized_name',
  113: 'bad_certificate_status_response',
  114: 'bad_certificate_hash_value',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
};

/** The number of each alert by its RFC name. */
export const ALERT_CODES: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(DESCRIPTIONS).map(([code, description]) => [description, Number(code)]),
);

/** Names an alert; a number without a name becomes `alert_NNN`. */
export function alertOf(level: number, code: number, sentBy: Alert['sentBy']): Alert {
  return {
    level: level === 1 ? 'warning' : level === 2 ? 'fatal' : 'unknown',
    code,
    description: DESCRIPTIONS[code] ?? `alert_${code}`,
    sentBy,
  };
}

/** The alert that OpenSSL itself sends for a handshake it refuses, by the reason that Node puts in `error.code`. */
const SENT_FOR_REASON: Readonly<Record<string, string>> = {
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'protocol_version',
  ERR_SSL_WRONG_SSL_VERSION: 'protocol_version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'protocol_version',
  ERR_SSL_VERSION_TOO_LOW: 'protocol_version',
  ERR_SSL_NO_SHARED_CIPHER: 'handshake_failure',
  ERR_SSL_NO_SHARED_SIGNATURE_ALGORITHMS: 'handshake_failure',
  ERR_SSL_NO_SUITABLE_SIGNATURE_ALGORITHM: 'handshake_failure',
  ERR_SSL_NO_SHARED_GROUP: 'handshake_failure',
  ERR_SSL_NO_APPLICATION_PROTOCOL: 'no_application_protocol',
  ERR_SSL_INAPPROPRIATE_FALLBACK: 'inappropriate_fallback',
  ERR_SSL_UNEXPECTED_MESSAGE: 'unexpected_message',
  ERR_SSL_LENGTH_MISMATCH: 'decode_error',
  ERR_SSL_BAD_EXTENSION: 'decode_error',
};

/**
 * Reads the alert out of an OpenSSL error where the wire is not tapped. A peer's alert carries its number in the
 * message ("SSL alert number 48"); one that OpenSSL sent itself follows from the reason.
 */
export function alertFromError(error: NodeJS.ErrnoException): Alert | null {
  const received = /SSL alert number (\d+)/.exec(error.message);
  if (received) return alertOf(2, Number(received[1]), 'client');
  const sent = SENT_FOR_REASON[error.code ?? ''];
  const code = sent === undefined ? undefined : ALERT_CODES[sent];
  return code === undefined ? null : alertOf(2, code, 'server');
}
