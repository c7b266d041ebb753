import type { Observation } from '../api-types.ts';
import { alertInWords } from './alert-words.ts';
import { closeDraft, requestDraft, responseDraft } from './http-steps.ts';
import { sourceOf } from './rfc.ts';
import { type Draft, draft, formatMs, type Lane, type Seen, type Step } from './step.ts';
import { bytesOf, type Message, readMessages } from './tls-bytes.ts';

/** A pause that is worth a line of its own, ms. */
const SILENCE_MS = 300;

/** The ladder of a visit: every message in order, with pauses. Pure. */
export function ladderOf(events: readonly Observation[]): Step[] {
  const hello = events.find((event) => event.kind === 'tls-client-hello');
  const helloRecord = events.find(
    (event) => event.kind === 'tls-record' && event.messages.includes('ClientHello'),
  );
  const suites = suiteNames(helloRecord, hello);
  const drafts = events.flatMap((event) => draftsOf(event, suites, helloRecord)).sort((a, b) => a.ms - b.ms);
  const zero = drafts[0]?.ms ?? 0;
  const steps: Step[] = [];
  let before = zero;
  for (const each of joinData(drafts)) {
    const pause = each.ms - before;
    if (pause >= SILENCE_MS) steps.push(silence(each, before, pause));
    before = each.ms;
    steps.push({ ...each, number: 0 });
  }
  return steps.map((step, index) => ({ ...step, number: index + 1, ms: Math.max(0, step.ms - zero) }));
}

function silence(next: Draft, ms: number, pause: number): Step {
  const title = `silence, ${formatMs(pause)}`;
  return { ...draft({ ms }, next.from, title, { tone: 'quiet', to: next.from }), number: 0 };
}

/** The numbers of the suites in a ClientHello with the names that the harness has for them. */
function suiteNames(record: Observation | undefined, hello: Observation | undefined): Map<number, string> {
  const names = new Map<number, string>();
  const base64 = record?.kind === 'tls-record' ? record.bytes : undefined;
  if (base64 === undefined || hello?.kind !== 'tls-client-hello') return names;
  const [message] = readMessages(bytesOf(base64));
  const piece = message?.pieces.find(({ label }) => label === 'cipher suites');
  const numbers = piece?.value.split(', ').filter((each) => each !== 'GREASE') ?? [];
  for (const [index, number] of numbers.entries())
    names.set(Number(number), hello.offered.cipherSuites[index] ?? number);
  return names;
}

function draftsOf(
  event: Observation,
  suites: Map<number, string>,
  helloRecord: Observation | undefined,
): Draft[] {
  switch (event.kind) {
    case 'dns-query':
      return dnsDrafts(event);
    case 'connection-opened': {
      const port = event.local.slice(event.local.lastIndexOf(':') + 1);
      const fields: Step['fields'] = [
        ['from', event.client],
        ['to', event.local],
        ['connection', String(event.connection)],
      ];
      return [
        draft(event, 'client', 'TCP connection', { detail: `port ${port}`, fields, source: sourceOf('tcp') }),
      ];
    }
    case 'tls-client-hello':
      return [helloDraft(event, suites, helloRecord)];
    case 'tls-record':
      return event === helloRecord ? [] : recordDrafts(event, suites);
    case 'http-request':
      return [requestDraft(event)];
    case 'http-response':
      return [responseDraft(event)];
    case 'tls-handshake':
      return handshakeDrafts(event);
    case 'connection-closed':
      return [closeDraft(event)];
    default:
      return [];
  }
}

function dnsDrafts(event: Seen<'dns-query'>): Draft[] {
  const { name, type, rcode, answers, durationMs, transport, fault, truncated } = event;
  const source = sourceOf('dns');
  const question = draft({ ms: event.ms - durationMs }, 'client', `${name} ${type}?`, {
    to: 'dns',
    detail: `DNS over ${transport.toUpperCase()}`,
    source,
    fields: [
      ['name', name],
      ['type', type],
      ['from', event.client],
      ['EDNS', event.edns ? 'yes' : 'no'],
    ],
  });
  if (rcode === null)
    return [question, draft(event, 'dns', 'no answer', { tone: 'bad', detail: fault ?? '', source })];
  const values = answers.map((line) => line.split(/\s+/).slice(4).join(' '));
  const ttl = answers[0]?.split(/\s+/)[1];
  return [
    question,
    draft(event, 'dns', values.length > 0 ? values.join(', ') : rcode, {
      detail: [
        rcode,
        ...(ttl === undefined ? [] : [`TTL ${ttl} s`]),
        ...(fault === null ? [] : [`fault: ${fault}`]),
      ].join(', '),
      tone: rcode === 'NOERROR' && answers.length > 0 ? 'plain' : 'bad',
      source,
      fields: [
        ['RCODE', rcode],
        ...answers.map((line): [string, string] => ['answer', line]),
        ['truncated', truncated ? 'yes, the client is to ask over TCP' : 'no'],
      ],
    }),
  ];
}

function helloDraft(
  event: Seen<'tls-client-hello'>,
  suites: Map<number, string>,
  record?: Observation,
): Draft {
  const { versions, cipherSuites, alpn, sni, ...more } = event.offered;
  const base64 = record?.kind === 'tls-record' ? record.bytes : undefined;
  const bytes = base64 === undefined ? null : bytesOf(base64);
  const known = Object.entries({ ...more, ...extraOf(event) }).map(([name, value]): [string, string] => [
    name,
    shown(value),
  ]);
  return draft(event, 'client', 'ClientHello', {
    detail: `${sni ?? 'no name'}, ${versions[0] ?? ''}, ${cipherSuites.length} cipher suites`,
    bytes: bytes === null ? null : { record: bytes, message: readMessages(bytes, suites)[0] ?? null },
    fields: [
      ['name asked (SNI)', sni ?? 'none'],
      ['versions', versions.join(', ')],
      ['ALPN', alpn.join(', ') || 'none'],
      ...known,
      ['cipher suites', cipherSuites.join(', ')],
    ],
  });
}

/** What other observers add to a ClientHello, such as its JA4. */
function extraOf(event: object): Record<string, unknown> {
  const {
    kind: _k,
    seq: _s,
    at: _a,
    ms: _m,
    connection: _c,
    offered: _o,
    ...extra
  } = event as Record<string, unknown>;
  return extra;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (value !== null && typeof value === 'object')
    return Object.values(value).map(shown).filter(Boolean).join(', ');
  return value == null ? '' : String(value);
}

function recordDrafts(event: Seen<'tls-record'>, suites: Map<number, string>): Draft[] {
  const from: Lane = event.sentBy === 'client' ? 'client' : 'router';
  const size = `${event.length} bytes`;
  const record = event.bytes === undefined ? null : bytesOf(event.bytes);
  const bytes = record === null ? null : { record, message: null };
  if (event.alert !== null) return [alertDraft(event, from, event.alert, bytes)];
  if (event.type === 'change_cipher_spec')
    return [draft(event, from, 'ChangeCipherSpec', { detail: size, bytes })];
  if (event.type === 'application_data')
    return [draft(event, from, 'encrypted data', { tone: 'secret', detail: size, source: sourceOf('data') })];
  if (event.type === 'alert')
    return [
      draft(event, from, 'alert, encrypted', { tone: 'secret', detail: size, source: sourceOf('alert') }),
    ];
  if (event.encrypted)
    return [draft(event, from, 'Finished', { tone: 'secret', detail: `encrypted, ${size}` })];
  const read = record === null ? [] : readMessages(record, suites);
  if (read.length === 0) return event.messages.map((name) => draft(event, from, name, { detail: size }));
  return read.map((message) =>
    draft(event, from, message.name, {
      detail: detailOf(message),
      bytes: record === null ? null : { record, message },
      fields: message.pieces.slice(1).map(({ label, value }): [string, string] => [label, value]),
    }),
  );
}

function detailOf({ name, pieces, certificates, start, end }: Message): string {
  const value = (wanted: string): string => pieces.find(({ label }) => label === wanted)?.value ?? '';
  if (name === 'ServerHello') return `${value('version')}, ${value('cipher suite')}`;
  if (name === 'Certificate')
    return certificates.length === 1 ? '1 certificate' : `${certificates.length} certificates`;
  if (name === 'ServerKeyExchange')
    return [value('curve'), value('signature algorithm')].filter(Boolean).join(', ');
  return `${end - start} bytes`;
}

function alertDraft(
  event: { ms: number },
  from: Lane,
  { level, description, code }: NonNullable<Seen<'tls-record'>['alert']>,
  bytes: Draft['bytes'],
): Draft {
  const ends = description !== 'close_notify' && level !== 'warning';
  return draft(event, from, `alert ${description}`, {
    detail: `“${alertInWords(description)}”`,
    tone: ends ? 'bad' : 'plain',
    source: sourceOf('alert'),
    bytes,
    fields: [
      ['level', level],
      ['description', `${description} (${code})`],
      ['in words', alertInWords(description)],
    ],
  });
}

/** The end of a handshake says what the records do not, and stands for them where they were not recorded. */
function handshakeDrafts(event: Seen<'tls-handshake'>): Draft[] {
  const { outcome, version, cipherSuite, alert, error } = event;
  const fields: Step['fields'] = [
    ['outcome', outcome],
    ['version', version ?? 'none'],
    ['cipher suite', cipherSuite ?? 'none'],
    ['resumed', event.resumed ? 'yes, no certificate is shown' : 'no'],
    ['served certificate, SHA-256', event.servedFingerprint ?? 'none'],
    ['OpenSSL', error ?? 'no error'],
  ];
  if (outcome === 'completed') {
    const title = 'handshake complete';
    const detail = [version, cipherSuite].filter(Boolean).join(', ');
    return [draft(event, 'router', title, { to: 'router', tone: 'good', detail, fields })];
  }
  const by: Lane = outcome === 'refused-by-server' ? 'router' : 'client';
  const detail = alert === null ? (error ?? '') : alert.description;
  const title = `handshake ${outcome.replaceAll('-', ' ')}`;
  return [draft(event, by, title, { to: by, tone: 'bad', detail, fields })];
}

/** Joins neighbouring records of encrypted data of one direction: a long body is one thing to say. */
function joinData(drafts: readonly Draft[]): Draft[] {
  const joined: (Draft & { records?: number; total?: number })[] = [];
  for (const each of drafts) {
    const last = joined.at(-1);
    const size = Number.parseInt(each.detail, 10);
    if (each.title !== 'encrypted data') joined.push(each);
    else if (last?.title === 'encrypted data' && last.from === each.from) {
      last.records = (last.records ?? 1) + 1;
      last.total = (last.total ?? 0) + size;
      last.detail = `${last.records} records, ${last.total} bytes`;
    } else joined.push({ ...each, records: 1, total: size });
  }
  return joined;
}
