/** What a stranger on the network can make larger in the gateway, and where it ends. docs/limits.md lists them. */

/** A ClientHello message larger than this is not waited for, bytes; real ones, post-quantum key shares included, are far below. */
export const MAX_CLIENT_HELLO = 64 * 1024;

/** All that a connection may send before its ClientHello is whole, bytes: the message and the headers of its records. */
export const MAX_OPENING = 96 * 1024;

/** Entries of one list in a ClientHello that an observation keeps; browsers offer about 20 cipher suites, PHP 75. */
export const MOST_OFFERED = 200;

/** Characters of one text in a ClientHello that an observation keeps; a host name has at most 253. */
export const LONGEST_OFFERED = 255;

/** ms that a client has to close its side after the router's last answer on a connection. */
export const LINGER_MS = 1000;

/** ms between two looks for heads that are late. */
export const CHECK_HEADS_MS = 5000;
