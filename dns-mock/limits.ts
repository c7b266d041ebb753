/** What a stranger can make larger in the DNS server, and where it ends. docs/limits.md lists them. */

/** Records of one name; an answer over TCP has room for about 4,000 addresses (RFC 1035 section 4.2.2). */
export const MOST_RECORDS_OF_NAME = 1000;

/** Records of all zones. */
export const MOST_RECORDS = 50_000;
