import { judgeAll } from './judge-table.ts';
import { connection, handshake, refusals, run } from './sightings.ts';

// How clients say goodbye: told, never required.
judgeAll([
  {
    says: 'a client that sends the alert certificate_expired rejects',
    saw: { connections: [refusals.withAlert('certificate_expired')] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /^closed the connection after the certificate, alert certificate_expired, and exited 1$/,
  },
  {
    says: 'a client that finishes the handshake and closes without a byte rejects, as Node does',
    saw: { connections: [refusals.silentlyAfterHandshake()] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /^completed the handshake, then closed the connection without sending a byte, and exited 1$/,
  },
  {
    says: 'a client that resets the connection rejects, as Java does',
    saw: { connections: [refusals.withReset()] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /^reset the connection during the handshake, no alert/,
  },
  {
    says: 'a client that is refused by the router rejects',
    saw: {
      connections: [
        connection({
          handshake: handshake('refused-by-server'),
          alert: { level: 'fatal', code: 70, description: 'protocol_version', sentBy: 'server' },
        }),
      ],
    },
    run: run(35),
    verdict: 'pass',
    finding: null,
    reason: /was refused by the router with alert protocol_version/,
  },
  {
    says: 'a client that leaves a stalled handshake by its own time-out rejects',
    saw: { connections: [connection({ handshake: handshake('cut') })] },
    run: run(28),
    verdict: 'pass',
    finding: null,
    reason: /closed the connection during the handshake, no alert, and exited 28/,
  },
  {
    says: 'a client that aborts has not sent anything',
    saw: { connections: [refusals.withAlert('unknown_ca')] },
    run: run(null, { signal: 'SIGABRT' }),
    verdict: 'pass',
    finding: null,
    reason: /was ended by SIGABRT/,
  },
  {
    says: 'a client that crashes has not refused anything',
    saw: { connections: [refusals.withAlert('unknown_ca')] },
    run: run(null, { signal: 'SIGSEGV' }),
    verdict: 'fail',
    finding: 'crashed',
    reason: /^crashed \(SIGSEGV\)$/,
  },
  {
    says: 'a crash behind a shell is one, too',
    saw: { connections: [refusals.withAlert('unknown_ca')] },
    run: run(139),
    verdict: 'fail',
    finding: 'crashed',
    reason: /^crashed \(SIGSEGV\)$/,
  },
  {
    says: 'of several connections the one with an alert of its own is told',
    saw: { connections: [refusals.withAlert('unknown_ca'), refusals.silentlyAfterHandshake()] },
    run: run(1),
    verdict: 'pass',
    finding: null,
    reason: /alert unknown_ca \(the most telling of 2 connections\)/,
  },
]);
