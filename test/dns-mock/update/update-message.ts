import { wireName } from '../support.ts';

/** A record of an UPDATE message, written field by field. */
export interface RecordShape {
  name: string;
  type: number;
  class?: number;
  ttl?: number;
  rdata?: Buffer;
}

export interface UpdateShape {
  id?: number;
  zone?: string;
  zoneType?: number;
  zoneClass?: number;
  prerequisites?: RecordShape[];
  updates?: RecordShape[];
}

export const [IN, NONE, ANY] = [1, 254, 255];
export const [A, NS, CNAME, SOA, TXT, SRV] = [1, 2, 5, 6, 16, 33];

/** An UPDATE message written octet by octet, so that what is tested does not test itself. */
export function updateMessage(shape: UpdateShape = {}): Buffer {
  const { prerequisites = [], updates = [] } = shape;
  const header = Buffer.alloc(12);
  header.writeUInt16BE(shape.id ?? 0x4321, 0);
  header.writeUInt16BE(5 << 11, 2);
  for (const [index, count] of [1, prerequisites.length, updates.length, 0].entries())
    header.writeUInt16BE(count, 4 + 2 * index);
  const zone = Buffer.alloc(4);
  zone.writeUInt16BE(shape.zoneType ?? SOA, 0);
  zone.writeUInt16BE(shape.zoneClass ?? IN, 2);
  return Buffer.concat([
    header,
    wireName(shape.zone ?? 'contoso.com'),
    zone,
    ...[...prerequisites, ...updates].map(recordOctets),
  ]);
}

function recordOctets({
  name,
  type,
  class: cls = IN,
  ttl = cls === IN ? 60 : 0,
  rdata,
}: RecordShape): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(cls, 2);
  fixed.writeUInt32BE(ttl, 4);
  fixed.writeUInt16BE(rdata?.length ?? 0, 8);
  return Buffer.concat([wireName(name), fixed, rdata ?? Buffer.alloc(0)]);
}

/** The data of an A record. */
export const address = (last: number): Buffer => Buffer.of(127, 0, 0, last);

/** The data of a TXT record with one string. */
export const text = (value: string): Buffer => Buffer.concat([Buffer.of(value.length), Buffer.from(value)]);

/** The data of a SOA record with one serial. */
export function soa(serial: number): Buffer {
  const numbers = Buffer.alloc(20);
  for (const [index, value] of [serial, 7200, 900, 1209600, 5].entries())
    numbers.writeUInt32BE(value, 4 * index);
  return Buffer.concat([wireName('ns.contoso.com'), wireName('hostmaster.contoso.com'), numbers]);
}
