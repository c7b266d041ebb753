import { everywhere, type Row } from './status-row.ts';

/** The part of the status table for requests that are refused by their head, whatever they ask for. */
export const HEAD_ROWS = {
  'http-10': {
    when: 'The request is not HTTP/1.1: nginx sends 1.0 without `proxy_http_version 1.1`, and so does `ab`.',
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
  // ASSUMPTION: head-faults: what the real router answers to a head that breaks the grammar, to a transfer coding that it
  // does not know and to an upgrade is not published; 400, 501 and 403 are Envoy's answers. Changed by `--answers`.
  'head-invalid': {
    when: 'The Host field is no host, or the target has a fragment.',
    answers: everywhere({
      status: 400,
      headers: { connection: 'close' },
      body: { text: 'Bad Request' },
      basis: 'assumed',
      source: 'Envoy; RFC 9112 section 3.2',
    }),
  },

  'transfer-coding': {
    when: 'The Transfer-Encoding field has another coding than chunked.',
    answers: everywhere({
      status: 501,
      headers: { connection: 'close' },
      body: { text: 'Not Implemented' },
      basis: 'assumed',
      source: 'Envoy; RFC 9112 section 6.1',
    }),
  },

  upgrade: {
    when: 'The request asks for another protocol than HTTP, such as WebSocket.',
    answers: everywhere({
      status: 403,
      body: { text: '' },
      basis: 'assumed',
      source: 'Envoy without upgrade_configs',
    }),
  },
} as const satisfies Record<string, Row>;
