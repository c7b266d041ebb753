import { createMetrics } from '../apis/control/metrics.ts';
import { startControl } from '../apis/control/server.ts';
import { ObservationLog } from '../common/observation-log.ts';
import { startDns } from '../dns-mock/server.ts';
import { gatherZones, type RecordType, type ZoneRecord } from '../dns-mock/zone.ts';
import { fail } from './errors.ts';
import { createLog, type LogFormat, logObservation } from './log.ts';
import type { Running } from './run-until-stopped.ts';
import { updateAccessFrom } from './update-key.ts';

export interface DnsServerFlags {
  host: string;
  dnsPort: number;
  zone?: string[];
  record?: string[];
  dnsUpdateKey?: string[];
  dnsAnswersAll?: boolean;
  controlPort: number;
  controlHost: string;
  controlAllowHost?: string[];
  logLevel: string;
  logFormat?: LogFormat;
}

/** Runs the DNS server alone, with the part of the control API that concerns it. */
export async function serveDns(flags: DnsServerFlags): Promise<Running> {
  const log = createLog(flags.logLevel, flags.logFormat);
  const observations = new ObservationLog();
  observations.subscribe((seen) => logObservation(log, seen));
  const records = (flags.record ?? []).map(parseRecord);
  const dns = await startDns({
    zones: gatherZones(flags.zone ?? [], records, 5),
    host: flags.host,
    port: flags.dnsPort,
    answersAll: flags.dnsAnswersAll ?? false,
    observe: observations.emit,
    log,
    update: await updateAccessFrom(flags.dnsUpdateKey),
  });
  const control = await startControl({
    host: flags.controlHost,
    port: flags.controlPort,
    allowedHosts: flags.controlAllowHost ?? [],
    log,
    parts: {
      observations,
      dns,
      metrics: createMetrics(observations),
      health: () => ({ zones: flags.zone ?? [] }),
    },
  }).catch(async (error: unknown) => {
    await dns.close();
    throw error;
  });
  process.stdout.write(`DNS on ${dns.address}:${dns.port}, control API on ${control.url}\n`);
  return {
    stop: async () => {
      await dns.close();
      await control.close();
    },
  };
}

/** Reads `NAME TYPE VALUE [TTL]`; the value of a TXT record may hold blanks, and the TTL then has to be there. */
export function parseRecord(text: string): ZoneRecord {
  const match = /^(\S+)\s+([A-Za-z]+)\s+(.+?)(?:\s+(\d+))?$/.exec(text.trim());
  if (match === null) {
    throw fail('CLI_BAD_OPTION', { option: '--record', value: text, expected: '"NAME TYPE VALUE [TTL]"' });
  }
  const [, name = '', type = '', value = '', ttl] = match;
  return {
    name: name.replace(/\.$/, ''),
    type: type.toUpperCase() as RecordType,
    value,
    ttl: Number(ttl ?? 60),
  };
}
