import type { SecureContext } from 'node:tls';
import type { HttpFault } from '../http/http-fault.ts';
import type { RouterFaults } from '../router-faults.ts';
import { createTlsContext, type ServerCertificate, type TlsKnobs } from './context.ts';
import type { WireFault } from './wire-faults.ts';

/** How a router treats one connection: which certificate, which TLS, and what goes wrong. All data. */
export interface ServingConfigSpec {
  identity: ServerCertificate;
  tls?: TlsKnobs;
  faults?: RouterFaults;
}

/** A `ServingConfigSpec` made ready to serve connections. Stands unchanged while connections use it. */
export interface ServingConfig {
  context: SecureContext;
  fingerprint: string;
  alpn: string[];
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
  return {
    context: createTlsContext(spec.identity, spec.tls, ticketKeys),
    fingerprint: spec.identity.fingerprint,
    // ASSUMPTION: alpn: whether the real azureml-fe offers HTTP/2 to clients is not published; here ALPN has http/1.1
    // and nothing else. Changed by `TlsKnobs.alpn` in a world.
    alpn: spec.tls?.alpn ?? ['http/1.1'],
    ocspResponse: spec.tls?.ocspResponse ?? null,
    renegotiate: spec.tls?.renegotiate ?? false,
    wireFault: spec.faults?.wireFault ?? null,
    httpFault: spec.faults?.httpFault ?? null,
    nextRequest,
  };
}
