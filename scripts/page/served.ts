import type { Observation } from '../../common/observations.ts';

/** The chains in the Certificate messages of a stream (RFC 5246 section 7.4.2), each certificate DER in base64. */
export function servedIn(events: readonly Observation[]): string[][] {
  return events.flatMap((event) => {
    if (event.kind !== 'tls-record' || event.bytes === undefined || !event.messages.includes('Certificate'))
      return [];
    const record = Buffer.from(event.bytes, 'base64');
    const ders: string[] = [];
    // Five bytes of the record's head, four of the message's, three for the length of the list.
    for (let at = 12; at + 3 <= record.length; ) {
      const length = record.readUIntBE(at, 3);
      ders.push(record.subarray(at + 3, at + 3 + length).toString('base64'));
      at += 3 + length;
    }
    return [ders];
  });
}
