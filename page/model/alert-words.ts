/** What the sender of an alert means by it (RFC 5246 section 7.2.2, RFC 6066, RFC 7301), in the first person. */
const WORDS: Readonly<Record<string, string>> = {
  close_notify: 'I have nothing more to send.',
  unexpected_message: 'This message must not come here.',
  bad_record_mac: 'This record was changed on its way.',
  record_overflow: 'This record is too large.',
  handshake_failure: 'I find nothing that both of us can do.',
  bad_certificate: 'This certificate is not right.',
  unsupported_certificate: 'I cannot use a certificate of this kind.',
  certificate_revoked: 'This certificate was revoked.',
  certificate_expired: 'This certificate has expired.',
  certificate_unknown: 'I do not accept this certificate.',
  illegal_parameter: 'A field has a value that it must not have.',
  unknown_ca: 'I do not know this authority.',
  access_denied: 'You may not do this.',
  decode_error: 'I cannot read this message.',
  decrypt_error: 'A signature or checksum is wrong.',
  protocol_version: 'I do not speak this version of TLS.',
  insufficient_security: 'This is too weak for me.',
  internal_error: 'Something failed on my side.',
  inappropriate_fallback: 'You can do better than this version.',
  user_canceled: 'The person stopped this.',
  no_renegotiation: 'I do not negotiate again.',
  missing_extension: 'An extension that I need is missing.',
  unsupported_extension: 'I did not ask for this extension.',
  unrecognized_name: 'I do not serve this name.',
  bad_certificate_status_response: 'The OCSP response is not right.',
  no_application_protocol: 'None of these protocols is one of mine.',
};

/** The meaning of an alert by its name in the RFC; its name where none is known. */
export function alertInWords(description: string): string {
  return WORDS[description] ?? description.replaceAll('_', ' ');
}
