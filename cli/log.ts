import { writeSync } from 'node:fs';
import pino from 'pino';
import type { Logger } from '../common/logger.ts';
import type { Observation } from '../common/observations.ts';
import { logForPeople } from './log-for-people.ts';

export type LogFormat = 'people' | 'json';

/**
 * Writes pino's JSON lines as they are, at once, so that none is lost at the end of the process. A line that cannot be
 * written, on a full disk for instance, is lost and nothing else is.
 */
const forPrograms = {
  write(line: string): void {
    try {
      writeSync(2, line);
    } catch (error) {
      if (!isLost(error)) throw error;
    }
  },
};

/** No space, no quota, a reader that is gone, or a pipe that is full. */
const isLost = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT', 'EPIPE', 'EAGAIN', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '');

/**
 * The command's log on stderr.
 *
 * @param format sentences or JSON lines; where left out, sentences on a terminal and JSON elsewhere
 */
export function createLog(
  level: string,
  format: LogFormat = process.stderr.isTTY ? 'people' : 'json',
): Logger {
  const destination = format === 'people' ? logForPeople : forPrograms;
  return pino({ level, base: null }, destination);
}

/** Puts what was observed into the log: what went wrong as `info`, the rest as `debug`. */
export function logObservation(log: Logger, seen: Observation): void {
  switch (seen.kind) {
    case 'http-response': {
      const { requestId, status, decision, deployment, durationMs, outcome } = seen;
      log.info({ requestId, status, decision, deployment, durationMs, outcome }, 'scoring request');
      return;
    }
    case 'tls-handshake': {
      const { connection, outcome, alert, version, error } = seen;
      const fields = {
        connection,
        outcome,
        version,
        alert: alert?.description,
        sentBy: alert?.sentBy,
        error,
      };
      if (outcome === 'completed') log.debug(fields, 'TLS handshake');
      else
        log.info(
          { ...fields, sni: seen.offered?.sni, offered: seen.offered?.versions.join(' ') },
          'TLS handshake',
        );
      return;
    }
    case 'secret': {
      const { event, served, fingerprint, notAfter, detail } = seen;
      // What is refused, or waits for an update, is already logged as an error or a warning.
      if (event === 'loaded' && served) log.info({ fingerprint, notAfter, detail }, 'certificate in service');
      return;
    }
    case 'dns-query': {
      const { name, type, rcode, transport, fault } = seen;
      log.debug({ name, type, rcode, transport, fault }, 'DNS query');
      return;
    }
    case 'extension': {
      const level = seen.event === 'refused' ? 'warn' : 'info';
      log[level]({}, `extension ${seen.event}: ${seen.detail}`);
      return;
    }
    case 'dns-update': {
      const { zone, rcode, key, changes, detail } = seen;
      if (rcode === 'NOERROR') log.info({ zone, key, changes }, `DNS update: ${detail}`);
      else log.warn({ zone, key, rcode }, `DNS update refused: ${detail}`);
      return;
    }
    case 'resource': {
      const { api, event, resource, detail } = seen;
      const level = event === 'refused' ? 'warn' : 'info';
      log[level]({ api, resource }, `${resource} ${event}: ${detail}`);
      return;
    }
    default:
      return;
  }
}
