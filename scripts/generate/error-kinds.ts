/** Texts that mean the same, with what to do. */
export interface ErrorKind {
  title: string;
  /** Whether a text is of this kind; the first kind that says so has it. */
  pattern: RegExp;
  /** Markdown, as are the remedies. */
  means: string;
  server: string;
  client: string;
}

const WRONG_CLOCK =
  'Look at the clock of the machine: in a container or a suspended virtual machine it may be days off.';

/** In the order of the page. Before all others stand those whose words are part of longer texts. */
export const ERROR_KINDS: readonly ErrorKind[] = [
  {
    title: 'The certificate is self-signed',
    pattern: /self[- ]signed certificate(?! in)|DEPTH_ZERO_SELF_SIGNED_CERT/i,
    means: 'The server sent one certificate, which is its own issuer, and the client does not trust it.',
    server:
      'Put a certificate of an authority that your clients trust into `cert.pem`, with its intermediates behind it. Azure ' +
      'has self-signed certificates for development only.',
    client:
      'If the certificate is meant to be self-signed, get it by a safe way and name it as a trusted file: `SSL_CERT_FILE`, ' +
      '`REQUESTS_CA_BUNDLE`, `NODE_EXTRA_CA_CERTS`, `--cacert`. If it is not, another machine answers: send nothing.',
  },
  {
    title: 'The chain ends in a root that is not trusted',
    pattern: /self[- ]signed certificate in certificate chain|SELF_SIGNED_CERT_IN_CHAIN/i,
    means:
      'The chain is complete, and its root is not among those that the client trusts. A company proxy that opens TLS looks ' +
      'like this, too.',
    server:
      'Use an authority that your clients have, or give them the root. The root itself need not be sent.',
    client:
      'Add the root of your company to what this runtime trusts; Python with `certifi`, Node and Java do not read the store of ' +
      'the system. Verify the fingerprint of the root before.',
  },
  {
    title: 'The issuer of a certificate is not found',
    pattern:
      /unable to get (local )?issuer|unable to verify the first|UNABLE_TO_(GET_ISSUER|VERIFY_LEAF)|known issuer|issuer is unknown|unknown authority(?! .*(insecure algorithm|cannot sign))|PKIX path building failed|(?:Path does not chain|No trusted certificate)/i,
    means:
      'The client finds no way from the server’s certificate to a root that it trusts. Most often the server sends its own ' +
      'certificate and no intermediate; browsers fetch or remember those, other clients do not.',
    server:
      'Put the whole chain into `cert.pem`: first the certificate of the server, then its intermediates (certbot calls that ' +
      '`fullchain.pem`). Update the extension, and look with `openssl s_client -showcerts`.',
    client:
      'If the root is a private one, add it to what is trusted. Do not add the intermediate by hand: it changes with a renewal.',
  },
  {
    title: 'A certificate has expired',
    pattern:
      /validity check failed|has expired(?! or is not yet valid: current time … is before)|CERT_HAS_EXPIRED|expired certificate|NotAfter|is after|certificate expired/i,
    means:
      'The time of the client is after `notAfter` of the certificate, or of one above it in the chain (RFC 5280 section 4.1.2.5). Java says `validity check failed` for one that is not yet valid, too.',
    server:
      'Renew it, replace `cert.pem` and `key.pem` in the secret, and update the extension: the router serves the old one until ' +
      'then. See [Rehearse a renewal](rehearse-a-renewal.md).',
    client: `${WRONG_CLOCK} An expired root is mended by an update of the trusted roots.`,
  },
  {
    title: 'A certificate is not yet valid',
    pattern: /not yet valid|not yet (been )?activated|CERT_NOT_YET_VALID|NotBefore|is before/i,
    means: 'The time of the client is before `notBefore` of the certificate.',
    server:
      'Wait, or have it issued with an earlier `notBefore`; authorities set it an hour back for that reason.',
    client: WRONG_CLOCK,
  },
  {
    title: 'The certificate is for another name',
    pattern:
      /host ?name mismatch|trailing dot|does not match(?! the intended)|did not match|no alternative certificate subject|ERR_TLS_CERT_ALTNAME|IP address mismatch|is valid for|is not valid for|cannot validate certificate for|No (subject alternative|name matching)|hostname verification failed|legacy Common Name|not contain any|no IP SANs/i,
    means:
      'The chain is good, and the name or address in the URL is not among the subject alternative names. The common name does ' +
      'not count (RFC 6125), a wildcard stands for one label, and an address has to stand there as an address.',
    server:
      'Have the certificate issued for the name in `sslCname`, and let DNS lead that name to the router. After a change of ' +
      'either, both have to be updated.',
    client:
      'Call the endpoint by its name as the certificate has it, not by its address, not by an alias, and without a dot at its end.',
  },
  {
    title: 'An issuer may not issue this',
    pattern:
      /invalid CA certificate|INVALID_CA|not a CA\b|path ?length|PATH_LENGTH|permitted subtree|PERMITTED_VIOLATION|name constraint|PathLen|basic constraints|not authorized to sign|keyCertSign|CA key usage|violates the signer|key usage does not include|is not a CA|cannot sign this kind|not permitted by any constraint|intermediate constraints|too many intermediates|signer was not/i,
    means:
      'A certificate of the chain has issued another without the right to: it is no authority, its path length or its name ' +
      'constraints forbid it, or its key usage is without `keyCertSign` (RFC 5280 section 4.2.1).',
    server:
      'Have the intermediate issued anew by your authority, with `CA:TRUE`, `keyCertSign` and constraints that allow the name.',
    client:
      'Nothing: refusing is right. Any holder of a certificate could otherwise issue one for your endpoint.',
  },
  {
    title: 'The certificate is for another purpose',
    pattern:
      /unsuitable certificate purpose|intended purpose|key usage violation|Extended key usage does not|INVALID_PURPOSE|incompatible key usage|extended key usage|key purpose|KeyUsage/i,
    means:
      'Its extended key usage or key usage does not have what a TLS server needs: it is, for example, a client’s certificate.',
    server: 'Have it issued for servers (`serverAuth`), with `digitalSignature` among its key usages.',
    client: 'Nothing: refusing is right.',
  },
  {
    title: 'An extension is critical and unknown',
    pattern: /critical extension/i,
    means:
      'The certificate has an extension that is marked critical and that the client does not know (RFC 5280 section 4.2).',
    server: 'Have it issued without the extension, or without the mark.',
    client: 'Update the TLS library, in case that it knows the extension by now.',
  },
  {
    title: 'A key or a signature is too weak',
    pattern:
      /key too weak|too weak|TOO_SMALL|MD_TOO_WEAK|insecure algorithm|insecure signature algorithm|SHA1-RSA|MD5-RSA|algorithm constraints|constraints check failed|dh key too small|DH_KEY_TOO_SMALL/i,
    means:
      'A key of the certificate or of the key exchange is too short, or something is signed with SHA-1 or MD5.',
    server:
      'Use RSA keys of 2048 bits or more or P-256, signatures with SHA-256, and ECDHE in place of short DH groups.',
    client:
      'Do not lower the security level of the library: the level is what keeps forged certificates out.',
  },
  {
    title: 'A certificate is revoked',
    pattern: /revoked/i,
    means: 'The authority has taken the certificate back, as a list or an OCSP answer says.',
    server: 'Have a new certificate issued with a new key: the old key has to be taken for stolen.',
    client: 'Nothing: refusing is right.',
  },
  {
    title: 'A signature does not verify',
    pattern:
      /signature failure|signature check failed|ServerKeyExchange signature|SIGNATURE_FAILURE|CERT_SIGNATURE_FAILURE|padding check failed|invalid padding|rsa lib|EVP lib|bad signature|BAD_SIGNATURE|verification error|signature verification|Signature (does not match|length|verif)|invalid signature|signature in the certificate is invalid|digital signature|bad_certificate|decrypt_error/i,
    means:
      'A certificate was changed after it was signed, or the server signed the handshake with a key that is not that of its ' +
      'certificate. That is a damaged file, a key of another certificate, or an attack.',
    server:
      'Compare certificate and key (`openssl x509 -noout -pubkey` and `openssl pkey -pubout` print the same), and load both anew.',
    client: 'Nothing: refusing is right.',
  },
  {
    title: 'The certificate is refused, and the text says no reason',
    pattern:
      /certificate verify failed|CERTIFICATE_VERIFY_FAILED|PKI verification|Error in the certificate|is not trusted\.|handshake_failure.*certificate|PKIX path validation failed/i,
    means: 'These words come with every refused certificate.',
    server:
      'Look at what is served: `openssl s_client -connect HOST:443 -servername HOST -showcerts -verify_return_error`.',
    client:
      'Let it print the reason: the lines around this one, the cause of the exception, or the same call with curl. Then look ' +
      'for that text here.',
  },
  {
    title: 'What answers does not speak TLS',
    pattern:
      /wrong version number|WRONG_VERSION_NUMBER|unexpected TLS packet|record overflow|first record does not look|HTTP response to HTTPS|Unsupported or unrecognized SSL message|unknown type|routines:\S*:http request|HTTP_REQUEST|not an SSL|plaintext connection/i,
    means:
      'The first bytes of the server are no TLS record: it speaks plain HTTP on this port, or a proxy answers with a page.',
    server:
      'See whether TLS is on: `allowInsecureConnections`, `sslSecret` or the PEM settings, and the port of the load balancer.',
    client:
      'See whether port and scheme of the URL belong together, and whether `HTTPS_PROXY` names a proxy that answers in the clear.',
  },
  {
    title: 'The server speaks an old version of TLS',
    pattern:
      /unsupported protocol|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|protocol version|TLS1[01]? is not accepted|not accepted by client preferences|legacy sigalg|LEGACY_SIGALG|unsupported version|no protocols available/i,
    means:
      'The server answers with TLS 1.0 or 1.1, or signs as those versions did. azureml-fe speaks TLS 1.2.',
    server:
      'Something older stands before the router, such as a gateway or a firewall that opens TLS. Let it speak TLS 1.2.',
    client:
      'Do not allow the old version: RFC 8996 retired both. See where the name leads, and what answers there.',
  },
  {
    title: 'The server does not know the name',
    pattern: /unrecognized[ _]name|server name sent was not recognized|UNRECOGNIZED_NAME/i,
    means:
      'The server ended the handshake with the alert `unrecognized_name`: it has no certificate for the SNI that it got (RFC 6066 section 3).',
    server: 'Set `sslCname` to the name that clients use.',
    client:
      'Send the name as SNI: call by name, not by address, and see that no `Host` or SNI is set by hand.',
  },
  {
    title: 'Client and server find no common cipher suite, curve or signature',
    pattern:
      /handshake[ _]?failure|Handshake failed|HANDSHAKE_FAILURE|illegal[ _]parameter|cipher suite|WRONG_CIPHER|wrong curve|unsupported curve|insufficient security/i,
    means:
      'One of the two ended the handshake because what the other offers is not enough: suites, curves, or signature algorithms.',
    server:
      'azureml-fe has ECDHE suites with AES-GCM and ChaCha20 on X25519 and P-256; a gateway before it needs one of them.',
    client: 'Update the TLS library, or take the list of ciphers out of its settings.',
  },
  {
    title: 'The server wants to renegotiate',
    pattern: /renegotiation|rehandshake|while expecting handshake data/i,
    means:
      'The server asks for a second handshake within the connection (RFC 5746), and the client does not do that.',
    server:
      'azureml-fe does not ask for it; a server before it does, often to demand a client certificate. Switch that off there.',
    client: 'Do not allow renegotiation: TLS 1.3 has none, and clients go without.',
  },
  {
    title: 'The server has an internal error',
    pattern: /internal[ _]error/i,
    means:
      'The server ended the handshake with the alert `internal_error`: it cannot serve, often because certificate or key are not loaded.',
    server: 'Look at the log of the router and at its health report, and at the secret.',
    client: 'Nothing; try again when the server is mended.',
  },
  {
    title: 'The bytes on the way are damaged',
    pattern:
      /bad record mac|invalid decryption|illegal length|cipher operation failed|CIPHER_OPERATION|data length too long|DATA_LENGTH_TOO_LONG|BAD_RECORD_MAC|bad_record_mac|Decryption has failed|packet length too long|PACKET_LENGTH_TOO_LONG|invalid length|excessive message size|EXCESSIVE_MESSAGE_SIZE|oversized|exceeds|Tag mismatch|Data received|unexpected[ _]message|Unsupported handshake message|larger than|too large|handshake message|message size|maximum|padding error/i,
    means:
      'A record or a message is longer than allowed, or was changed on its way. TLS noticed it and ended the connection.',
    server:
      'Look for what sits between: a gateway, a firewall that inspects TLS, a network card with wrong offloading; and for a chain with too many certificates.',
    client: 'Try from another network. If the text is gone there, the way is the cause.',
  },
  {
    title: 'The endpoint answers with an error',
    pattern:
      /(HTTP Error|ERROR|status code|HTTP\/1\.[01]|response code:) [45]\d\d\b|^[45]\d\d\b|(\b|')[45]\d\d (Client Error|Server Error|[A-Z])|ClientResponseError: [45]\d\d,|ERR_BAD_RE|Authentication Failed/,
    means:
      'TLS is good and the router or the model answered with a status that is no success. [Status codes](status-codes.md) says who answers what.',
    server:
      'For 401 compare the key, for 404 the path, for 502 to 504 look at the log and the replicas of the deployment.',
    client:
      'Read the body of the answer, which names the cause. Try again on 503 alone, once and after a pause.',
  },
  {
    title: 'The name is not found in DNS',
    pattern:
      /resolv|getaddrinfo|name resolution|Name or service not known|No address associated|no such host|nodename nor|ENOTFOUND|EAI_AGAIN|ENODATA|UnknownHost|UnresolvedAddress|server misbehaving|EREFUSED|Errno -[235]\b|lookup /i,
    means: 'The resolver has no address for the name, refuses, or does not answer.',
    server:
      'Make the record: an A record, or a CNAME of `sslCname` on the name of the load balancer. Look with `dig NAME`.',
    client:
      'See that the name has no typing error, and that the private zone is linked to the network that the client is in.',
  },
  {
    title: 'The client waited for too long',
    pattern:
      /time[d]?[ -]?out|ETIMEDOUT|Timeout|ERR_CANCELED|canceled|TIMEOUT|deadline exceeded|wants a read|aborted due|AbortError|ABORT_ERR/i,
    means: 'The connection, the handshake or the answer did not come within the time-out of the client.',
    server:
      'See whether a firewall or a network security group drops the port without a word, and whether the model is slower than `request_timeout_ms`.',
    client:
      'Keep a time-out, and set it above that of the endpoint. Scoring again is a decision: the first request may still run.',
  },
  {
    title: 'The connection is refused',
    pattern: /refused|connect error|Connect call failed|ECONNREFUSED|Couldn't connect|ConnectException/i,
    means:
      'Nothing listens at the address and port: the router does not run, the record leads to an old address, or the port is another. Java’s HttpClient prints a bare `java.net.ConnectException` for a name that is not found, too.',
    server: 'Look whether the Service of the router has an address, and whether DNS still leads there.',
    client: 'See which address the name has (`dig NAME`); a cached answer may be of before a change.',
  },
  {
    title: 'The connection was reset',
    pattern:
      /reset|ECONNRESET|errno=104|SSL read error|pull function|SSL connect attempt failed$|Broken pipe|EPIPE/i,
    means:
      'The connection was ended with a TCP reset: by a server that crashed, a load balancer, or a firewall that does not like the name or the ClientHello.',
    server: 'Look at the log of the router and at the health probes of the load balancer.',
    client:
      'Try from another network, and with a fresh connection: one that was idle for minutes may have been dropped.',
  },
  {
    title: 'The answer ended too early',
    pattern:
      /bytes remaining|outstanding read data|IncompleteRead|incomplete|premature|closed prematurely|peer closed connection without|payload is not|ContentLength|TransferEncoding|other side closed|UND_ERR_SOCKET|terminated|fixed content-length|chunked|EOF reached|Premature EOF|header parser|closing|unexpected EOF|eof while reading|UNEXPECTED_EOF|EOF occurred|end of file|Unexpected end|ended prematurely|non-properly|SSL_ERROR_SYSCALL|aborted|hang up|Empty reply|Disconnected|without (a |sending a )?response|closed connection|before secure TLS|no bytes|terminated the handshake|ssl:default \[None\]|\bEOF$|request is invalid|HTTP request failed!$/i,
    means: 'The connection was closed before the handshake, the answer or its body was complete.',
    server:
      'Look for a model server or a router that ended while it answered, and for a proxy with a limit of size or time.',
    client:
      'Do not use what came: half a body is no result. One more attempt is right where scoring twice does no harm.',
  },
  {
    title: 'The text says only that it failed',
    pattern:
      /Unable to establish SSL|Failed to enable crypto|operation failed|fetch failed|SSL operation failed|fatal alert has been received|Connection error|SSL connect attempt failed|EPROTO'|UNSPECIFIED/i,
    means:
      'These words come with many causes, and the cause stands in another line or in the `cause` of the error.',
    server: 'Try the same from the outside with curl and `openssl s_client`, whose texts are more precise.',
    client:
      'Print the cause, too: `error.cause` in Node, the whole `Traceback` in Python, all warnings in PHP.',
  },
];
