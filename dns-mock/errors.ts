import { defineErrors } from '../common/errors.ts';

/** Errors of zones, records and DNS faults. */
export const DNS_ERRORS = defineErrors({
  DNS_BAD_NAME: {
    message: 'The name "{name}" is not a domain name: {why}.',
    remedy:
      'Use labels of 1 to 63 letters, digits, "-" and "_" with dots between them, 253 characters in all; other scripts as A-labels (xn--…).',
    status: 422,
    exit: 2,
  },
  DNS_BAD_TYPE: {
    message: 'The record of {name} has the type "{type}", which the DNS server does not hold.',
    remedy: 'Use one of {types}.',
    status: 422,
    exit: 2,
  },
  DNS_BAD_VALUE: {
    message: 'The {type} record of {name} has the value "{value}", which is not {expected}.',
    remedy: 'Give it {expected}, such as {example}',
    status: 422,
    exit: 2,
  },
  DNS_BAD_TTL: {
    message: 'The TTL {ttl} of {name} is not a whole number of seconds from 0 to 2147483647.',
    remedy: 'Give the TTL in seconds, such as 60.',
    status: 422,
    exit: 2,
  },
  DNS_BAD_FAULT: {
    message: 'The DNS fault for {name} has {what} "{value}", which is not {expected}.',
    remedy: 'Give {what} as {expected}.',
    status: 422,
    exit: 2,
  },
  DNS_BAD_UPDATE_KEY: {
    message: 'The key {what} for DNS updates cannot be used: {why}.',
    remedy: 'Give it as {form}',
    status: 422,
    exit: 2,
  },
  DNS_ZONE_TWICE: {
    message: 'The zone {origin} is given twice.',
    remedy: 'Put the records of {origin} into one zone.',
    status: 422,
    exit: 2,
  },
  DNS_OUTSIDE_ZONES: {
    message: 'The name {name} is in none of the zones of this DNS server, which are: {zones}.',
    remedy: 'Use a name in one of these zones, or start the server with a zone that {name} is in.',
    status: 422,
    exit: 2,
  },
  DNS_RECORD_OUTSIDE_ZONE: {
    message: 'The zone {origin} has a record for {name}, which is not a name of that zone.',
    remedy:
      'Move the record to the zone that {name} is in: of the zones above it the one with the longest name.',
    status: 422,
    exit: 2,
  },
  DNS_CNAME_AND_OTHER_DATA: {
    message: 'The name {name} has a CNAME and beside it {others}.',
    remedy: 'Keep either the CNAME or the rest: an alias has no data of its own (RFC 1034 section 3.6.2).',
    status: 422,
    exit: 2,
  },
  DNS_CNAME_AT_APEX: {
    message: 'The name {name} is the top of its zone and cannot be a CNAME.',
    remedy: 'Use an A or AAAA record there: the top of a zone has a SOA, and a CNAME has no data beside it.',
    status: 422,
    exit: 2,
  },
  DNS_SECOND_RECORD: {
    message: 'The name {name} has more than one {type} record.',
    remedy: 'Keep one of them: a name has one {type} at most (RFC 2181 section 10.1, RFC 1035 section 5.2).',
    status: 422,
    exit: 2,
  },
  DNS_TTLS_DIFFER: {
    message: 'The {type} records of {name} have different TTLs: {ttls}.',
    remedy: 'Give all records of one name and type the same TTL (RFC 2181 section 5.2).',
    status: 422,
    exit: 2,
  },
  DNS_TOO_MANY_RECORDS: {
    message: '{what} would have {count} records; {limit} is the most.',
    remedy: 'Remove records that are not needed, or spread them over more names.',
    status: 413,
    exit: 2,
  },
  DNS_DELEGATION: {
    message: 'The name {name} has {type} records, but is not the top of the zone {origin}.',
    remedy: 'Give {name} a zone of its own: this DNS server does not delegate to others.',
    status: 422,
    exit: 2,
  },
});

export const { fail } = DNS_ERRORS;
