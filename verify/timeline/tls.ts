import type {
  Alert,
  ClientOffer,
  ConnectionClosed,
  HandshakeObserved,
  TlsRecordObserved,
} from '../../common/observations.ts';
import type { TimelineEntry } from './entry.ts';

/** What a ClientHello offered, in one line. */
export function describeOffer({ sni, versions, cipherSuites, alpn }: ClientOffer): string {
  return [
    `ClientHello: SNI ${sni ?? 'none'}`,
    `versions ${versions.join(' ')}`,
    `${cipherSuites.length} cipher suites`,
    ...(alpn.length === 0 ? [] : [`ALPN ${alpn.join(' ')}`]),
  ].join(', ');
}

export function describeAlert({ level, description, code }: Alert): string {
  return `alert ${level} ${description} (${code})`;
}

/** A record by the handshake messages in it, or by its content type where they cannot be read. */
export function describeRecord({ type, messages, encrypted, length }: TlsRecordObserved): string {
  const name = messages.length > 0 ? messages.join(', ') : NAMES[type];
  return `${name}${encrypted ? ' (encrypted)' : ''}, ${length} bytes`;
}

const NAMES: Readonly<Record<TlsRecordObserved['type'], string>> = {
  change_cipher_spec: 'ChangeCipherSpec',
  alert: 'alert',
  // What follows ChangeCipherSpec is the Finished message (RFC 5246 section 7.3), but it cannot be read on the wire.
  handshake: 'handshake message',
  application_data: 'application_data',
  unknown: 'bytes that are no TLS record',
};

export function describeHandshake(handshake: HandshakeObserved): string {
  const { outcome, version, cipherSuite, resumed, error } = handshake;
  const more = [
    ...(version === null ? [] : [version]),
    ...(cipherSuite === null ? [] : [cipherSuite]),
    ...(resumed ? ['session resumed'] : []),
    ...(error === null ? [] : [error]),
  ];
  return `handshake ${outcome.replaceAll('-', ' ')}${more.length === 0 ? '' : `: ${more.join(', ')}`}`;
}

const CLOSINGS: Readonly<Record<ConnectionClosed['how'], Pick<TimelineEntry, 'who' | 'text'>>> = {
  'client-fin': { who: 'client', text: 'closes (FIN)' },
  'client-reset': { who: 'client', text: 'resets (RST)' },
  'server-fin': { who: 'router', text: 'closes (FIN)' },
  'server-reset': { who: 'router', text: 'resets (RST)' },
  timeout: { who: 'router', text: 'closes, nothing more came' },
  error: { who: 'router', text: 'ends in an error' },
};

/** The end of a connection and what it had carried. */
export function describeClose(closed: ConnectionClosed): Pick<TimelineEntry, 'who' | 'text'> {
  const { who, text } = CLOSINGS[closed.how];
  const { connection, bytesReceived, bytesSent, applicationBytes } = closed;
  const bytes = `${bytesReceived} bytes in, ${bytesSent} out, ${applicationBytes} of a request`;
  return { who, text: `connection ${connection} ${text}; ${bytes}` };
}
