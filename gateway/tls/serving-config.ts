import type { SecureContext } from 'node:tls';
import type { ClientOffer } from '../../common/observations.ts';
import type { HttpFault } from '../http/http-fault.ts';
import type { RouterFaults } from '../router-faults.ts';
import { createTlsContext, prefersChaCha20, type ServerCertificate, type TlsKnobs } from './context.ts';
import type { WireFault } from './wire-faults.ts';

/** How a router treats one connection: which certificate, which TLS, and what goes wrong. All data. */
export interface ServingConfigSpec {
  identity: ServerCertificate;
  tls?: TlsKnobs;
  faults?: RouterFaults;
}

/** A `ServingConfigSpec` made ready to serve connections. Stands unchanged while connections use it. */
export interface ServingConfig {
  /** The OpenSSL context for a client that offers this; null where its ClientHello is not well-formed. */
  contextFor(offer: ClientOffer | null): SecureContext;
  fingerprint: string;
  /** The protocols that ALPN is negotiated with for a client that offers this; none where it goes on without. */
  alpnFor(offer: ClientOffer | null): string[];
  ocspResponse: Buffer | null;
  renegotiate: boolean;
  wireFault: WireFault | null;
  httpFault: HttpFault | null;
  /** Counts a request for faults that end after some. @returns how many there were, with it */
  nextRequest(): number;
}

/** Counts from 1. */
export function createCount(): () => number {
  let count = 0;
  return () => ++count;
}

/**
 * @param ticketKeys 48 bytes for session tickets (RFC 5077); fresh ones otherwise
 * @throws Error of OpenSSL where certificate, key and knobs do not fit together
 */
export function prepareServingConfig(
  spec: ServingConfigSpec,
  ticketKeys?: Buffer,
  nextRequest = createCount(),
): ServingConfig {
  const { identity, tls = {} } = spec;
  const context = createTlsContext(identity, tls, ticketKeys);
  const clientMayChoose =
    tls.ciphers === undefined &&
    (tls.minVersion ?? 'TLSv1.2') >= 'TLSv1.2' &&
    (tls.maxVersion ?? 'TLSv1.2') >= 'TLSv1.2';
  // Made for the first client that wants it: most worlds meet none.
  let withChaCha20First: SecureContext | null = null;
  // ASSUMPTION: alpn: whether the real azureml-fe offers HTTP/2 to clients is not published; here ALPN has http/1.1
  // and nothing else. Changed by `TlsKnobs.alpn` in a world.
  const alpn = tls.alpn ?? ['http/1.1'];
  return {
    contextFor: (offer) => {
      if (!clientMayChoose || offer === null || !prefersChaCha20(offer.cipherSuites)) return context;
      withChaCha20First ??= createTlsContext(identity, tls, ticketKeys, true);
      return withChaCha20First;
    },
    // ASSUMPTION: alpn-mismatch: what the real azureml-fe does where a client offers other protocols alone is not
    // published; Envoy goes on without ALPN. Changed by `TlsKnobs.alpnRequired` in a world.
    alpnFor: (offer) =>
      tls.alpnRequired === true || offer === null || offer.alpn.some((each) => alpn.includes(each))
        ? alpn
        : [],
    fingerprint: identity.fingerprint,
    ocspResponse: tls.ocspResponse ?? null,
    renegotiate: tls.renegotiate ?? false,
    wireFault: spec.faults?.wireFault ?? null,
    httpFault: spec.faults?.httpFault ?? null,
    nextRequest,
  };
}
