import { constants } from 'node:crypto';
import tls from 'node:tls';
import { fail } from '../errors.ts';
import { impostorKey } from './impostor-key.ts';

const AES128 = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'];
const CHACHA20 = ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'];
const AES256 = ['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'];

/** The suites of the router: ECDHE key exchange with AEAD ciphers, nothing else, in the order Envoy prefers. */
// ASSUMPTION: cipher-suites: which suites the real azureml-fe offers is not published; these are the forward-secret
// AEAD suites among Envoy's TLS 1.2 defaults for a server. Changed by `--tls-ciphers`.
export const DEFAULT_CIPHERS = [...AES128, ...CHACHA20, ...AES256].join(':');

/** The same suites for a client that prefers ChaCha20 to AES-128. */
const CHACHA20_FIRST = [...CHACHA20, ...AES128, ...AES256].join(':');

/** The groups of the key exchange. */
// ASSUMPTION: curves: which curves the real azureml-fe has for the key exchange is not published; X25519 and P-256 are
// Envoy's defaults for a server, and a client with neither gets handshake_failure. Changed by `--tls-curves`.
export const DEFAULT_CURVES = 'X25519:P-256';

/** The suites of TLS 1.0 and 1.1, which know no AEAD. OpenSSL signs their handshakes with SHA-1 at level 0 alone. */
const OLD_CIPHERS = [
  'ECDHE-ECDSA-AES128-SHA',
  'ECDHE-RSA-AES128-SHA',
  'ECDHE-ECDSA-AES256-SHA',
  'ECDHE-RSA-AES256-SHA',
].join(':');

/**
 * Whether a client gets its own preference between AES-128 and ChaCha20, and would take ChaCha20.
 *
 * @param cipherSuites of its ClientHello, IANA names
 */
// ASSUMPTION: cipher-preference: whether the real azureml-fe has an order of its own is not published; Envoy has one
// where AES-128 and ChaCha20 stand side by side, and the client chooses between these. Changed by `--tls-ciphers`,
// whose order counts.
export function prefersChaCha20(cipherSuites: readonly string[]): boolean {
  const rank = (part: string): number => {
    const at = cipherSuites.findIndex((suite) => suite.startsWith('TLS_ECDHE_') && suite.includes(part));
    return at === -1 ? cipherSuites.length : at;
  };
  return rank('_CHACHA20_POLY1305_') < rank('_AES_128_GCM_');
}

/** The cipher list for the versions that are spoken, with theirs where TLS 1.0 or 1.1 is among them. */
export function defaultCiphers(minVersion: TlsVersion): string {
  return minVersion < 'TLSv1.2' ? `${DEFAULT_CIPHERS}:${OLD_CIPHERS}:@SECLEVEL=0` : DEFAULT_CIPHERS;
}

/** OpenSSL 3 signs nothing for TLS 1.0 and 1.1 above security level 0. */
function cipherList(given: string | undefined, minVersion: TlsVersion): string {
  if (given === undefined) return defaultCiphers(minVersion);
  return minVersion < 'TLSv1.2' && !given.includes('@SECLEVEL') ? `${given}:@SECLEVEL=0` : given;
}

/** A version of TLS, as Node names it. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** What a world may turn on the listener. Everything left out is as azureml-fe has it: TLS 1.2 and nothing else. */
export interface TlsKnobs {
  /** The oldest version that is spoken; default TLS 1.2. */
  minVersion?: TlsVersion;
  /** The newest version that is spoken; default TLS 1.2. */
  maxVersion?: TlsVersion;
  /** OpenSSL cipher list; default the forward-secret suites of the versions. Legacy ones need `@SECLEVEL=0`. */
  ciphers?: string;
  /** Diffie-Hellman parameters, PEM. */
  dhparam?: string;
  /** Groups of the key exchange, in the order of the server's preference; default X25519 and P-256. */
  curves?: string;
  /** Protocols for ALPN (RFC 7301); default `http/1.1`. */
  alpn?: string[];
  /** End with no_application_protocol where no protocol matches (RFC 7301 section 3.2); default false. */
  alpnRequired?: boolean;
  /** DER of the OCSP response to staple (RFC 6066 section 8). */
  ocspResponse?: Buffer;
  /** The handshake is signed with another key than the certificate's; EC certificates only. */
  impostor?: boolean;
  /** A HelloRequest follows each handshake (RFC 5246 section 7.4.1.1), and renegotiation is granted. */
  renegotiate?: boolean;
}

/** Turns `1.2` as typed on a command line into the version's name. */
export function parseTlsVersion(option: string, value: string): TlsVersion {
  const version = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;
  const known = version[value as keyof typeof version];
  if (known === undefined) throw fail('CLI_BAD_OPTION', { option, value, expected: '1.0, 1.1, 1.2 or 1.3' });
  return known;
}

/** A certificate with its key, ready to serve new connections. Replaced as a whole when a secret is renewed. */
export interface ServerCertificate {
  certPem: string;
  keyPem: string;
  /** SHA-256 of the leaf, upper-case hex with colons. */
  fingerprint: string;
}

/**
 * Makes the OpenSSL context for an identity. The article's "TLS 1.2, and 1.3 is unsupported" is the default of
 * both bounds.
 *
 * @param ticketKeys 48 bytes shared by processes that shall resume one another's sessions (RFC 5077)
 * @param chaCha20First prefers ChaCha20 to AES-128 where the knobs name no suites
 */
// ASSUMPTION: one-certificate: whether a name in SNI that is not sslCname is refused is not published; the settings
// know one certificate for the whole router, so every name is answered with it. Changed by nothing: the client is the
// one who compares.
export function createTlsContext(
  identity: ServerCertificate,
  knobs: TlsKnobs = {},
  ticketKeys?: Buffer,
  chaCha20First = false,
): tls.SecureContext {
  const maxVersion = knobs.maxVersion ?? 'TLSv1.2';
  // A world that only lowers the upper bound means "this version and no other".
  const minVersion = knobs.minVersion ?? (maxVersion < 'TLSv1.2' ? maxVersion : 'TLSv1.2');
  // ASSUMPTION: no-client-certificates: no setting is published that would make the router ask for a client
  // certificate, so it asks for none. Changed by nothing: keys and tokens are how a client is known.
  return withoutWarnings(() =>
    tls.createSecureContext({
      cert: identity.certPem,
      key: knobs.impostor === true ? impostorKey(identity.keyPem) : identity.keyPem,
      minVersion,
      maxVersion,
      ciphers: cipherList(chaCha20First ? (knobs.ciphers ?? CHACHA20_FIRST) : knobs.ciphers, minVersion),
      ecdhCurve: knobs.curves ?? DEFAULT_CURVES,
      honorCipherOrder: true,
      // ASSUMPTION: renegotiation: whether the real azureml-fe grants any is not published; Envoy does not, so here it
      // is refused. Changed by `TlsKnobs.renegotiate` in a world.
      secureOptions: knobs.renegotiate === true ? 0 : constants.SSL_OP_NO_RENEGOTIATION,
      ...(knobs.dhparam === undefined ? {} : { dhparam: knobs.dhparam }),
      // ASSUMPTION: session-resumption: whether the real azureml-fe lets sessions be resumed is not published; it does
      // here, with tickets, as Envoy does. Changed by nothing: a client that cannot resume makes a full handshake.
      ...(ticketKeys === undefined ? {} : { ticketKeys }),
    }),
  );
}

/** Runs `make` while the process emits no warnings: Node warns of weak DH groups, and here one is served on purpose. */
function withoutWarnings<T>(make: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => undefined;
  try {
    return make();
  } finally {
    process.emitWarning = emitWarning;
  }
}
