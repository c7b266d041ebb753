import { everywhere, type Row } from './status-row.ts';

/** The part of the status table for requests that are refused by their head, whatever they ask for. */
export const HEAD_ROWS = {
  'http-10': {
    when: 'The request is HTTP/1.0, as nginx sends it without `proxy_http_version 1.1`, and `ab`.',
    answers: everywhere({
      status: 426,
      headers: { connection: 'close' },
      body: { text: 'Upgrade Required' },
      basis: 'assumed',
      source: `Envoy without accept_http_10; RFC 9110 section 15.5.22`,
    }),
  },

  'header-too-large': {
    when: 'The head of the request has more than 60 KiB or more than 100 fields.',
    answers: everywhere({
      status: 431,
      headers: { connection: 'close' },
      body: { text: 'Request Header Fields Too Large' },
      basis: 'assumed',
      source: "Envoy's defaults; RFC 6585 section 5",
    }),
  },
} as const satisfies Record<string, Row>;
