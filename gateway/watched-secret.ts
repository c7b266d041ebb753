import type { ServerCertificate } from './tls/context.ts';

/** A certificate that passed the check of the secret. */
export interface CheckedCertificate extends ServerCertificate {
  /** The names that it covers: `DNS:…` and `IP:…`. */
  names: string[];
  notAfter: Date;
}

/** The place that a certificate comes from, and what lies there now. One object stays with one place. */
export interface WatchedSecret {
  /** Whether both read the same place. */
  isSameAs(other: WatchedSecret): boolean;
  /**
   * Reads the place and checks what it holds. From the first read to `close` the place is watched.
   *
   * @param cname the name that the certificate has to cover; null compares nothing
   * @throws MockError E40007 for every fault of the secret
   */
  read(cname: string | null): Promise<CheckedCertificate>;
  /** Reports that a certificate is served, checked for `cname`; a change is a difference from this one. */
  inService(certificate: CheckedCertificate, cname: string | null): void;
  /** A good certificate on disk that is not served yet; null where there is none. */
  readonly waiting: CheckedCertificate | null;
  /** Sets the function to call when `waiting` becomes another certificate. */
  onChange(listener: (waiting: CheckedCertificate) => void): void;
  /** Ends the watch. A later read begins it again. */
  close(): void;
}
