import type { Row } from './compare.ts';

/** Why the mock differs from Envoy, for the inputs that `inputs` matches. */
export interface Difference {
  kind: Row['kind'];
  inputs: RegExp;
  why: string;
  /** The id of the `ASSUMPTION:` that it belongs to, where there is one. */
  assumption?: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    kind: 'tls',
    inputs: /^signatures rsa_pkcs1_sha1$/,
    why: 'OpenSSL signs nothing with SHA-1 at its security level 1, and level 0 would let weak certificates in.',
  },
  {
    kind: 'tls',
    inputs: /^plain HTTP$/,
    why: 'The mock answers in words before it closes, because a person reads them.',
    assumption: 'plain-http-on-tls-port',
  },
  {
    kind: 'tls',
    inputs:
      /^(random bytes|a ClientHello of SSL 2|an empty handshake record|a ServerHello|application data first|ChangeCipherSpec first|a record of version 9\.9|a record that is too long)$/,
    why: 'The mock reads the ClientHello before OpenSSL does, and closes without an alert where there is none.',
  },
  {
    kind: 'http',
    inputs: /^(method PROPFIND|TRACE)$/,
    why: 'The methods are those for which the model server has a route.',
    assumption: 'methods',
  },
  {
    kind: 'http',
    inputs: /^CONNECT$/,
    why: 'node:http ends a CONNECT that no one listens for without an answer.',
  },
  {
    kind: 'http',
    inputs: /^(HTTP\/1\.2|HTTP\/3\.0 in text)$/,
    why: "node:http's parser knows 0.9, 1.0, 1.1 and 2.0, and answers other versions with 400 before the router sees them.",
  },
  {
    kind: 'http',
    inputs: /^the preface of HTTP\/2$/,
    why: 'Envoy changes to HTTP/2 by its preface. The mock speaks HTTP/1.1 alone.',
    assumption: 'alpn',
  },
  {
    kind: 'http',
    inputs: /^target (with another path|with dots|with %2f|of a star)$/,
    why: 'Envoy closes after a 404 while the body of the request is still to come; the mock reads the body.',
  },
  {
    kind: 'http',
    inputs: /^(chunk size with a blank behind|chunk longer than its size)$/,
    why: "Envoy's parser passes over what stands behind a chunk; that of node:http refuses it.",
  },
  {
    kind: 'http',
    inputs: /^body longer than Content-Length$/,
    why: "node:http's parser refuses what cannot become a request at its first letter; Envoy waits for the whole line.",
  },
  {
    kind: 'http',
    inputs: /^two Host fields$/,
    why: 'RFC 9112 section 3.2 demands the 400, and a client that sends two should notice.',
  },
  {
    kind: 'http',
    inputs: /^empty Transfer-Encoding$/,
    why: 'node:http gives an empty coding the same code as an unknown one.',
  },
  {
    kind: 'http',
    inputs:
      /^(field value with a bare CR|field that is folded|lines ended by LF alone|one line ended by LF alone)$/,
    why: "node:http's parser is strict about line ends and folding (RFC 9112 sections 2.2 and 5.2); its lenient mode lets request smuggling in.",
  },
  {
    kind: 'http',
    inputs: /^(blank behind the version|CR behind the request line)$/,
    why: "node:http's parser takes nothing behind the version.",
  },
  {
    kind: 'http',
    inputs: /^Upgrade to websocket$/,
    why: 'Envoy closes after the 403 while the body of the request is still to come; the mock reads the body.',
  },
  {
    kind: 'files',
    inputs: /^cert\.pem: a byte order mark before the second$/,
    why: 'Envoy serves the chain without the certificate behind the mark. The mock refuses it, so that a person notices.',
    assumption: 'byte-order-mark',
  },
  {
    kind: 'files',
    inputs: /^key\.pem: (twice|the other one behind)$/,
    why: 'Envoy takes the first key. The mock refuses two, because nothing says which is meant.',
  },
  {
    kind: 'files',
    inputs: /^key of the kind Ed25519$/,
    why: 'Envoy 1.40 serves it, older ones do not.',
    assumption: 'ec-keys',
  },
];

/** The reason for a row; undefined for one that is the same, null where nothing explains a difference. */
export function explain({ kind, input, mock, envoy }: Row): Difference | null | undefined {
  if (mock === envoy) return undefined;
  return DIFFERENCES.find((each) => each.kind === kind && each.inputs.test(input)) ?? null;
}
