import { type TSchema, Type } from '@sinclair/typebox';

const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const oneOf = <const T extends string>(...words: T[]) => Type.Unsafe<T>({ type: 'string', enum: words });

const at = Type.String({ description: 'ISO 8601.' });
const ms = Type.Number({ description: 'Monotonic since the world was built.' });
const NullableString = Nullable(Type.String());
const listener = oneOf('https', 'http');

const AlertSchema = Type.Object(
  {
    level: oneOf('warning', 'fatal', 'unknown'),
    code: Type.Integer(),
    description: Type.String({ description: 'Its name in RFC 5246 section 7.2.' }),
    sentBy: oneOf('client', 'server'),
  },
  { description: 'A TLS alert.' },
);

const OfferSchema = Type.Object(
  {
    versions: Type.Array(Type.String()),
    cipherSuites: Type.Array(Type.String()),
    alpn: Type.Array(Type.String()),
    sni: NullableString,
  },
  { description: 'What the ClientHello offered.' },
);

const QuerySchema = Type.Object({
  at,
  ms,
  transport: oneOf('udp', 'tcp'),
  client: Type.String(),
  name: Type.String(),
  type: Type.String(),
  edns: Type.Boolean(),
  rcode: Nullable(Type.String({ description: 'Null where nothing was answered.' })),
  answers: Type.Array(Type.String()),
  truncated: Type.Boolean(),
  fault: NullableString,
  durationMs: Type.Number(),
});

const ConnectionSchema = Type.Object({
  connection: Type.Integer(),
  at,
  ms,
  listener,
  client: Type.String(),
  local: Type.String({ description: 'The address and port it came in on.' }),
  sni: NullableString,
  offered: Nullable(OfferSchema),
  handshake: Nullable(
    Type.Object({
      outcome: oneOf(
        'completed',
        'refused-by-server',
        'refused-by-client',
        'plain-http',
        'cut',
        'timeout',
        'garbage',
      ),
      version: NullableString,
      cipherSuite: NullableString,
      alpn: NullableString,
      resumed: Type.Boolean(),
      servedFingerprint: NullableString,
      error: NullableString,
    }),
  ),
  alert: Nullable(AlertSchema),
  closed: Nullable(oneOf('client-fin', 'client-reset', 'server-fin', 'server-reset', 'timeout', 'error')),
  bytesReceived: Type.Integer(),
  applicationBytes: Type.Integer({
    description: 'Bytes of the application protocol that reached the router.',
  }),
  keyInClear: Type.Optional(Type.Boolean()),
  durationMs: Nullable(Type.Number()),
});

const RequestSchema = Type.Object({
  at,
  ms,
  connection: Type.Integer(),
  requestId: Type.String(),
  clientRequestId: NullableString,
  listener,
  method: Type.String(),
  path: Type.String(),
  host: NullableString,
  endpoint: NullableString,
  keyIn: Type.Array(oneOf('authorization', 'field', 'target'), {
    description: 'Where its head carries a bearer key.',
  }),
  authorization: oneOf('valid', 'invalid', 'missing'),
  userAgent: NullableString,
  answer: Nullable(
    Type.Object({
      status: Nullable(Type.Integer()),
      deployment: NullableString,
      requestBytes: Type.Integer(),
      keyInBody: Type.Boolean({ description: 'A bearer key was in what was read of the body.' }),
      responseBytes: Type.Integer(),
      outcome: oneOf('complete', 'client-gone', 'cut'),
      decision: Type.String(),
      durationMs: Type.Number(),
    }),
  ),
});

/** What the world saw of a client: its DNS questions, its connections, its requests. */
export const ObservedSchema = Type.Object({
  queries: Type.Array(QuerySchema),
  connections: Type.Array(ConnectionSchema),
  requests: Type.Array(RequestSchema),
});
