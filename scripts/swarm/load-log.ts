/** One scoring request of the load, as the client saw it. Times are ms since the epoch. */
export interface SentRequest {
  startedAt: number;
  endedAt: number;
  /** The router at the other end of the connection; null where no connection came about. */
  address: string | null;
  /** The number of the connection; null where none came about. */
  connection: number | null;
  /** SHA-256 of the certificate that the connection was opened with. */
  fingerprint: string | null;
  /** Null where the answer was verified: TLS with the CA and the name checked, status 200, the right result. */
  error: string | null;
}
