import type { ZoneRecord } from '../dns-mock/zone.ts';
import { callControl } from './control-client.ts';
import { plainTable } from './plain-table.ts';

interface ControlFlags {
  controlUrl: string;
  json?: boolean;
}

interface Records {
  records: ZoneRecord[];
}

interface Faults {
  faults: { name: string; fault: { fault: string; type?: string } }[];
}

const at = (name: string): string => `/dns/records/${encodeURIComponent(name)}`;

/** `dns list` */
export async function list({ controlUrl, json }: ControlFlags): Promise<void> {
  const { records } = (await callControl(controlUrl, 'GET', '/dns/records')) as Records;
  const { faults } = (await callControl(controlUrl, 'GET', '/dns/faults')) as Faults;
  if (json === true) {
    print(JSON.stringify({ records, faults }, null, 2));
    return;
  }
  print(recordTable(records));
  for (const { name, fault } of faults)
    print(`fault in force for ${forType(name, fault.type)}: ${fault.fault}`);
}

/** `dns set` */
export async function set(
  name: string,
  type: string,
  values: string[],
  { controlUrl, json, ttl }: ControlFlags & { ttl: number },
): Promise<void> {
  const records = values.map((value) => ({ type: type.toUpperCase(), value, ttl }));
  const answer = (await callControl(controlUrl, 'PUT', at(name), { records })) as Records;
  print(json === true ? JSON.stringify(answer, null, 2) : recordTable(answer.records));
}

/** `dns unset` */
export async function unset(name: string, { controlUrl, json }: ControlFlags): Promise<void> {
  await callControl(controlUrl, 'DELETE', at(name));
  print(json === true ? JSON.stringify({ removed: name }) : `removed ${name}`);
}

/** `dns fault` */
export async function fault(
  name: string,
  kind: string,
  { controlUrl, json, delayMs, type }: ControlFlags & { delayMs: number; type?: string },
): Promise<void> {
  const path = `/dns/faults/${encodeURIComponent(name)}`;
  const query = type === undefined ? '' : `?type=${encodeURIComponent(type)}`;
  if (kind === 'none') await callControl(controlUrl, 'DELETE', path + query);
  else
    await callControl(controlUrl, 'PUT', path, {
      fault: kind,
      ...(kind === 'delay' ? { delayMs } : {}),
      ...(type === undefined ? {} : { type }),
    });
  print(json === true ? JSON.stringify({ name, fault: kind, type }) : `${forType(name, type)}: ${kind}`);
}

const forType = (name: string, type: string | undefined): string =>
  type === undefined ? name : `${name} ${type.toUpperCase()}`;

function recordTable(records: ZoneRecord[]): string {
  return plainTable(
    ['name', 'type', 'value', 'TTL'],
    records.map(({ name, type, value, ttl }) => [name, type, value, String(ttl)]),
  );
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};
