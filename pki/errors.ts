import { defineErrors } from '../common/errors.ts';

/** Errors of the certificate authority: its state folder, names and signing requests. */
export const PKI_ERRORS = defineErrors({
  PKI_STATE_DAMAGED: {
    message: '{path} cannot be used: {problem}.',
    remedy:
      'Delete the folder {dir}; what was there is minted anew. If it held the authority, trust its new ca.pem.',
    status: 500,
    exit: 3,
  },
  PKI_STATE_UNREADABLE: {
    message: '{path} cannot be read ({cause}).',
    remedy: 'Run as the user to whom it belongs, or choose another folder with {option}.',
    status: 500,
    exit: 3,
  },
  PKI_NAMES_MISSING: {
    message: 'A certificate was wanted for no name at all.',
    remedy: 'Give at least one FQDN or IP address.',
    status: 422,
    exit: 2,
  },
  PKI_NAME_INVALID: {
    message: 'No certificate is issued for "{name}": {problem}.',
    remedy: 'Give an FQDN such as www.contoso.com, a wildcard such as *.contoso.com, or an IP address.',
    status: 422,
    exit: 2,
  },
  PKI_DAYS_OUT_OF_RANGE: {
    message: 'No certificate is issued for {days} days.',
    remedy: 'Give a whole number from 1 to 397; clients refuse certificates that live longer.',
    status: 422,
    exit: 2,
  },
  PKI_REQUEST_NOT_PEM: {
    message: 'The signing request is not a PEM "CERTIFICATE REQUEST"; it has {found}.',
    remedy:
      'Give what "openssl req -new" writes; DER becomes PEM with: openssl req -inform DER -in FILE -out req.pem',
    status: 422,
    exit: 1,
  },
  PKI_REQUEST_BROKEN: {
    message: 'The signing request cannot be decoded.',
    remedy: 'Copy it again, whole; "openssl req -in FILE -noout -verify" must accept it.',
    status: 422,
    exit: 1,
  },
  PKI_REQUEST_SIGNATURE: {
    message: 'The signature on the signing request {problem}.',
    remedy: 'Make the request anew with the private key: openssl req -new -sha256 -key key.pem -out req.pem',
    status: 422,
    exit: 1,
  },
  PKI_REQUEST_KEY: {
    message:
      'The signing request is for {found}; the router serves RSA keys from 2048 bits up and EC keys on P-256.',
    remedy: 'Make it with a new key: openssl req -new -newkey rsa:2048 -nodes -keyout key.pem -out req.pem',
    status: 422,
    exit: 1,
  },
  PKI_REQUEST_NO_NAMES: {
    message: 'The signing request has neither a subjectAltName nor a common name.',
    remedy:
      'Add one with -addext "subjectAltName=DNS:www.contoso.com" when you make it, or give the names here with --name.',
    status: 422,
    exit: 1,
  },
});

export const { fail } = PKI_ERRORS;
