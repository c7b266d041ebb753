import type { HttpFault } from './http/http-fault.ts';
import type { WireFault } from './tls/wire-faults.ts';

/** What goes wrong at the router itself. Everything left out works. */
export interface RouterFaults {
  /** The HTTPS port refuses connections although the settings ask for it, as a router that is gone does. */
  httpsGone?: boolean;
  /** The HTTP port is open and speaks TLS, as it does behind a load balancer that maps port 80 to the wrong target. */
  tlsOnHttpPort?: boolean;
  /** What goes wrong in the handshake. */
  wireFault?: WireFault | null;
  /** What goes wrong in the answers of the router. */
  httpFault?: HttpFault | null;
}

/** The router's faults alone, out of a description that holds more. */
export function routerFaults({ httpsGone, tlsOnHttpPort, wireFault, httpFault }: RouterFaults): RouterFaults {
  return { httpsGone, tlsOnHttpPort, wireFault, httpFault };
}
