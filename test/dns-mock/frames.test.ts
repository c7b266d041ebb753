import t from 'tap';
import { FrameReader } from '../../dns-mock/frames.ts';
import { query } from './support.ts';

function framed(...messages: Buffer[]): Buffer {
  return Buffer.concat(
    messages.flatMap((message) => [Buffer.of(message.length >> 8, message.length & 0xff), message]),
  );
}
const messages = [query({ id: 1 }), query({ id: 2, name: 'alias.contoso.com' }), query({ id: 3, edns: {} })];

for (const size of [1, 2, 3, 7, 33, 1000]) {
  t.test(`messages are found in a stream that comes ${size} octets at a time`, async (t) => {
    const stream = framed(...messages);
    const reader = new FrameReader();
    const found: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size)
      found.push(...reader.push(stream.subarray(at, at + size)));
    t.strictSame(found, messages);
    t.equal(reader.broken, false);
  });
}

for (const [says, length] of [
  ['none', 0],
  ['less than a header', 11],
  ['more than any update', 16_385],
  ['what GET of an HTTP request looks like', Buffer.from('GET').readUInt16BE()],
  ['what DELETE of an HTTP request looks like', Buffer.from('DELETE').readUInt16BE()],
  ['the most', 0xffff],
] as const) {
  t.test(`a prefix that announces ${says} ends the reading, after the messages before it`, async (t) => {
    const reader = new FrameReader();
    const prefix = Buffer.of(length >> 8, length & 0xff);
    t.strictSame(reader.push(Buffer.concat([framed(query()), prefix])), [query()]);
    t.equal(reader.broken, true);
    t.strictSame(reader.push(framed(query())), []);
  });
}

t.test('lengths that a message can have are waited for', async (t) => {
  for (const length of [12, 16_384]) {
    const reader = new FrameReader();
    t.strictSame(reader.push(Buffer.of(length >> 8, length & 0xff)), []);
    t.equal(reader.broken, false);
    t.equal(reader.push(Buffer.alloc(length))[0]?.length, length);
  }
});
