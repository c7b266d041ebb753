import { sourceOf } from './rfc.ts';
import { type Draft, draft, formatMs, type Lane, type Seen } from './step.ts';

/** The head of a request. */
export function requestDraft(event: Seen<'http-request'>): Draft {
  const { method, path, host, authorization, userAgent } = event;
  return draft(event, 'client', `${method} ${path}`, {
    detail: authorization === 'missing' ? 'without a key' : `with a ${authorization} key`,
    source: sourceOf('http'),
    fields: [
      ['Host', host ?? 'none'],
      ['key', authorization],
      ['User-Agent', userAgent ?? 'none'],
      ['x-request-id', event.requestId],
      ['x-ms-client-request-id', event.clientRequestId ?? 'none'],
    ],
  });
}

/** The answer to it. */
export function responseDraft(event: Seen<'http-response'>): Draft {
  const { status, decision, deployment, requestBytes, responseBytes, outcome } = event;
  return draft(event, 'router', status === null ? 'no answer' : `answer ${status}`, {
    detail: [decision, ...(deployment === null ? [] : [`by ${deployment}`])].join(', '),
    tone: status !== null && status < 300 && outcome === 'complete' ? 'good' : 'bad',
    source: sourceOf('answer'),
    fields: [
      ['decision', decision],
      ['deployment', deployment ?? 'none, the router answered by itself'],
      ['body in', `${requestBytes} bytes`],
      ['body out', `${responseBytes} bytes`],
      ['outcome', outcome],
      ['took', formatMs(event.durationMs)],
    ],
  });
}

/** The end of the connection. */
export function closeDraft(event: Seen<'connection-closed'>): Draft {
  const { how, bytesReceived, bytesSent, applicationBytes, durationMs } = event;
  const from: Lane = how.startsWith('client') ? 'client' : 'router';
  const word = how.endsWith('reset')
    ? 'RST'
    : how.endsWith('fin')
      ? 'FIN'
      : how === 'timeout'
        ? 'time is up'
        : 'error';
  return draft(event, from, word, {
    detail: `${from} closes after ${formatMs(durationMs)}`,
    tone: word === 'FIN' ? 'plain' : 'bad',
    source: sourceOf('fin'),
    fields: [
      ['bytes received', String(bytesReceived)],
      ['bytes sent', String(bytesSent)],
      ['bytes of the request', String(applicationBytes)],
    ],
  });
}
