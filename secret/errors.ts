import { defineErrors } from '../common/errors.ts';

/**
 * The rows of the error table for a secret that is refused. Azure has one code for all of them, E40007
 * INVALID_SSL_SETTING (article "Troubleshoot the extension"); the reason distinguishes them.
 *
 * `{place}` is where the bytes came from: a path, or `cert.pem of the Secret "x" in x.yaml`. No row has room for
 * what stood there, so that no part of a key can reach a message.
 */
const row = <const Message extends string, const Remedy extends string>(message: Message, remedy: Remedy) =>
  ({
    azure: { code: 'E40007', name: 'INVALID_SSL_SETTING' },
    message,
    remedy,
    status: 422,
    exit: 3,
  }) as const;

export const SECRET_ERRORS = defineErrors({
  // Finding it
  SECRET_NAME_INVALID: row(
    'sslSecret is "{name}", which cannot be the name of a Kubernetes Secret.',
    'Use lower-case letters, digits, "-" and "." only (RFC 1123); the folder comes from --secrets-dir.',
  ),
  SECRET_DIR_NOT_FOUND: row(
    'The folder {dir}, in which the secret "{name}" is looked up, does not exist.',
    'Create it, or name another one with --secrets-dir.',
  ),
  SECRET_NOT_FOUND: row(
    'The secret "{name}" is neither a folder nor a manifest in {dir}.',
    'Create {dir}/{name}/ with cert.pem and key.pem, or {dir}/{name}.yaml, or name another --secrets-dir.',
  ),
  SECRET_AMBIGUOUS: row(
    'The secret "{name}" exists more than once in {dir}: {found}.',
    'Remove all but one of them; nothing says which is meant.',
  ),
  SECRET_FOLDER_NOT_FOUND: row(
    'There is no folder {path}.',
    'Name the folder that holds cert.pem and key.pem, or a manifest that ends in .yaml, .yml or .json.',
  ),
  SECRET_FOLDER_IS_FILE: row(
    '{path} is a file, not a folder with cert.pem and key.pem.',
    'Give the folder, or two files (certificate first, then key), or a manifest named .yaml, .yml or .json.',
  ),
  SECRET_FILE_NOT_FOUND: row('There is no file {path}.', 'Correct the path, or put the file there.'),
  SECRET_FILE_IS_FOLDER: row(
    '{path} is a folder, not a file.',
    'Name the file itself. A container engine makes such a folder when the file to be mounted does not exist.',
  ),
  SECRET_UNREADABLE: row(
    '{path} cannot be read ({cause}).',
    'Make it a plain file that the user who runs the router may read (a mounted Secret: defaultMode 0440).',
  ),
  SECRET_ENTRY_MISSING: row(
    '{origin} has no {entry}; it has {found}.',
    'The names are fixed: kubectl create secret generic {name} -n azureml --from-file=cert.pem=CERT --from-file=key.pem=KEY',
  ),
  SECRET_TLS_NAMES: row(
    '{origin} names its entries tls.crt and tls.key; azureml-fe reads cert.pem and key.pem.',
    'Rename them: kubectl create secret generic {name} -n azureml --from-file=cert.pem=tls.crt --from-file=key.pem=tls.key',
  ),
  SECRET_EMPTY: row(
    '{place} is empty.',
    'Write the whole PEM text there; a renewal that broke off leaves such a file behind.',
  ),
  SECRET_TOO_LARGE: row(
    '{place} is larger than the {limit} bytes that a Kubernetes Secret may have.',
    'Keep only the certificate chain in cert.pem and only the key in key.pem.',
  ),

  // The manifest
  SECRET_MANIFEST_BROKEN: row(
    '{path} is not YAML: {problem} in line {line}, column {column}.',
    'Indent with spaces, and keep a PEM or base64 text of several lines indented below "key.pem: |".',
  ),
  SECRET_MANIFEST_KIND: row(
    '{path} holds no Secret of apiVersion v1; it holds {found}.',
    'Start the document with "apiVersion: v1" and "kind: Secret", as in the article\'s sample.',
  ),
  SECRET_MANIFEST_NAME: row(
    '{path} holds no Secret named "{name}"; it holds {found}.',
    'Let metadata.name and sslSecret be the same.',
  ),
  SECRET_MANIFEST_SEVERAL: row(
    '{path} holds more than one Secret that could be meant: {found}.',
    'Leave one of them in the file.',
  ),
  SECRET_NAMESPACE_MISSING: row(
    '{origin} names no namespace, so kubectl would put it into the current one.',
    'Write "namespace: azureml" below metadata; azureml-fe looks nowhere else.',
  ),
  SECRET_WRONG_NAMESPACE: row(
    '{origin} is for the namespace "{namespace}"; azureml-fe looks in "azureml" only.',
    'Write "namespace: azureml" below metadata, and apply the manifest again.',
  ),
  SECRET_WRONG_TYPE: row(
    'The secret from {origin} is of the type {type}; azureml-fe needs the type Opaque with cert.pem and key.pem.',
    'Make it anew, the type cannot be changed: kubectl create secret generic {name} -n azureml --from-file=cert.pem=tls.crt --from-file=key.pem=tls.key',
  ),
  SECRET_VALUE_NOT_TEXT: row(
    '{place} is {found}, not text.',
    'Write base64 below data, or PEM below stringData after "|".',
  ),
  SECRET_DATA_PLACEHOLDER: row(
    '{place} still holds the placeholder of the sample.',
    'Put the output of "base64 -w0 cert.pem" (and key.pem) there; what stands below data must be base64 of the PEM.',
  ),
  SECRET_DATA_IS_PEM: row(
    '{place} is PEM text, but what stands below data must be base64 of it.',
    'Write stringData instead of data, or encode it: base64 -w0 FILE',
  ),
  SECRET_DATA_NOT_BASE64: row(
    '{place} is not base64: it {problem}.',
    'Put the output of "base64 -w0 FILE" there, on one line.',
  ),

  // The encoding
  SECRET_NOT_PEM: row(
    '{place} is not PEM: it has no "-----BEGIN …-----" line.',
    'Look at it with "openssl x509 -in FILE -text" or "openssl pkey -in FILE -noout", and give the PEM form.',
  ),
  SECRET_IS_DER: row(
    '{place} is DER (binary), not PEM.',
    'Convert it: openssl {tool} -inform DER -in FILE -out {entry}',
  ),
  SECRET_IS_PKCS12: row(
    '{place} is PKCS#12 (a .pfx or .p12 file), not PEM.',
    'Take it apart: openssl pkcs12 -in FILE -clcerts -nokeys -out cert.pem; openssl pkcs12 -in FILE -cacerts -nokeys >> cert.pem; openssl pkcs12 -in FILE -nocerts -nodes -out key.pem',
  ),
  SECRET_IS_PKCS7: row(
    '{place} is PKCS#7 (a .p7b file), not a chain of PEM certificates.',
    'Take the certificates out: openssl pkcs7 -inform {form} -print_certs -in FILE -out cert.pem',
  ),
  SECRET_IS_UTF16: row(
    '{place} is UTF-16 text, as "Out-File" of Windows PowerShell writes it.',
    'Convert it: iconv -f UTF-16 -t UTF-8 FILE',
  ),
  SECRET_BYTE_ORDER_MARK: row(
    '{place} has a UTF-8 byte order mark in front of a "-----BEGIN …-----" line; Envoy does not read the block behind it.',
    "Save it as UTF-8 without a byte order mark: sed 's/^\\xEF\\xBB\\xBF//' FILE",
  ),
  SECRET_ARMOURED_TWICE: row(
    '{place} has {found} between its "-----BEGIN {label}-----" lines, as "certutil -encode" writes for whatever it is given.',
    'Use the file that was encoded; to get it back, base64 -d: grep -v -e ----- FILE | base64 -di',
  ),
  SECRET_BASE64_TWICE: row(
    '{place} is base64 of PEM where the PEM itself belongs.',
    'Encode once below data and not at all below stringData or in a file: base64 -d FILE',
  ),
  SECRET_NO_ARMOUR: row(
    '{place} is base64 without its "-----BEGIN …-----" and "-----END …-----" lines.',
    'Put them back: base64 -d FILE | openssl {tool} -inform DER -out {entry}',
  ),
  SECRET_PEM_LAYOUT: row(
    '{place} is PEM whose lines are not in order: {problem}.',
    'Let every "-----BEGIN …-----" and "-----END …-----" start and fill a line of its own; in YAML write "|" after the name.',
  ),
  SECRET_PEM_TRUNCATED: row(
    '{place} breaks off: the "-----END …-----" line of its {block} is missing.',
    'Copy the whole file again, down to its last line.',
  ),

  // The certificate
  SECRET_SWAPPED: row(
    '{origin} has the key where the certificate belongs and the certificate where the key belongs.',
    'Swap the two: the certificate is cert.pem (sslCertPemFile), the private key key.pem (sslKeyPemFile).',
  ),
  SECRET_IS_REQUEST: row(
    '{place} is a certificate signing request, not a certificate.',
    'Have it signed (a test CA does: azureml-fe-mock certs sign CSR) and put the chain that comes back there.',
  ),
  SECRET_NOT_A_CERTIFICATE: row(
    '{place} has no certificate; it has {found}.',
    'Put the PEM chain there: server, then intermediates, then root.',
  ),
  SECRET_CERTIFICATE_BROKEN: row(
    'Certificate {number} in {place} cannot be decoded.',
    'Copy it again from the CA; "openssl x509 -in FILE -noout" must accept it.',
  ),
  SECRET_NO_SAN: row(
    'The certificate {place} has no DNS name and no IP address as subjectAltName, so it does not cover sslCname "{cname}".',
    'Have it issued with subjectAltName DNS:{cname}; the common name is not looked at (RFC 9525 section 2).',
  ),
  SECRET_NAME_NOT_COVERED: row(
    'The certificate {place} does not cover sslCname "{cname}"; it covers {names}.',
    'Have it issued for that name, or let sslCname be a name that it covers; a wildcard stands for one whole label.',
  ),

  // The key
  SECRET_IS_PUBLIC_KEY: row(
    '{place} is a public key; the private key belongs there.',
    'Put the private key there from which the certificate was requested; no public key can be turned into it.',
  ),
  SECRET_NOT_A_KEY: row(
    '{place} has no private key; it has {found}.',
    'Put the private key there, PEM, PKCS#8 or PKCS#1 or SEC1, without passphrase.',
  ),
  SECRET_SEVERAL_KEYS: row(
    '{place} has {count} private keys.',
    "Leave the certificate's own key; compare: openssl x509 -in cert.pem -noout -pubkey, openssl pkey -in FILE -pubout",
  ),
  SECRET_KEY_ENCRYPTED: row(
    '{place} is protected by a passphrase, which azureml-fe does not support.',
    'Take the passphrase off: openssl pkey -in FILE -out key.pem',
  ),
  SECRET_KEY_BROKEN: row(
    'The private key in {place} is damaged.',
    'Copy it again from where it was made; "openssl pkey -in FILE -check -noout" must accept it.',
  ),
  SECRET_KEY_TYPE: row(
    'The private key in {place} is {found}; the router serves {served} only.',
    'Request a certificate for an RSA key of 2048 bits or more, or for an EC key on P-256.',
  ),
  SECRET_KEY_MISMATCH: row(
    '{origin}: the private key is not the key of the certificate.',
    'Put the two of one issuance together; both lines must print the same: openssl x509 -in cert.pem -noout -pubkey, openssl pkey -in key.pem -pubout',
  ),
  SECRET_LEAF_NOT_FIRST: row(
    'The key belongs to certificate {number} in {place}; a router serves the first one as its own.',
    "Order the chain: the server's certificate, then intermediates, then root.",
  ),
  SECRET_NOT_SERVABLE: row(
    '{origin} cannot be served over TLS 1.2: {cause}.',
    'Have the certificate issued anew for an RSA key of 2048 bits or more, or for an EC key on P-256, signed with SHA-256.',
  ),

  // Warnings that were made errors
  SECRET_WARNING_REFUSED: row('{warning}', '{remedy}'),
});

export const { fail } = SECRET_ERRORS;
