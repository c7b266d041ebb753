/**
 * Whether a request's `Origin` may drive the harness. No browser page has business here but one that this API served
 * itself; commands and libraries send no `Origin`.
 */
export function isKnownOrigin(origin: string | undefined, host: string | undefined): boolean {
  return origin === undefined || origin === `http://${host}`;
}
