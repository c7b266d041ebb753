import t from 'tap';
import type { ClientOffer } from '../../../common/observations.ts';
import { RecordReader, type TlsRecord } from '../../../gateway/tls/records.ts';
import {
  answerHello,
  passRecord,
  takeRecord,
  type WireAction,
  type WireFault,
} from '../../../gateway/tls/wire-faults.ts';
import { offer } from '../../support/offer.ts';

const bytesOf = (type: number, ...body: number[]): Buffer =>
  Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff, ...body]);

/** The last of the records, read as one direction of a connection. */
function lastRecord(sentBy: 'client' | 'server', ...records: Buffer[]): TlsRecord {
  const last = new RecordReader(sentBy).push(Buffer.concat(records)).at(-1);
  if (last === undefined) throw new Error('no record');
  return last;
}

const CHANGE_CIPHER_SPEC = bytesOf(20, 1);
const serverFlight = lastRecord('server', bytesOf(22, 2, 0, 0, 1, 9, 11, 0, 0, 1, 9));
const serverChange = lastRecord('server', CHANGE_CIPHER_SPEC);
const serverAlert = lastRecord('server', CHANGE_CIPHER_SPEC, bytesOf(21, 8, 8, 8));
const clientFinished = lastRecord('client', CHANGE_CIPHER_SPEC, bytesOf(22, 7, 7, 7));
const clientKeyExchange = lastRecord('client', bytesOf(22, 16, 0, 0, 1, 9));

const offering = (...versions: string[]): ClientOffer => offer({ versions });
const TODAY = offering('TLSv1.3', 'TLSv1.2');
const GO_ON: WireAction = { send: [], after: 'go-on' };

t.test('an alert is sent in the place of a ServerHello, and ends it where it is fatal', async (t) => {
  t.same(answerHello({ fault: 'alert', description: 'handshake_failure' }, TODAY), {
    send: [bytesOf(21, 2, 40)],
    after: 'close',
  });
  t.same(answerHello({ fault: 'alert', description: 'unrecognized_name', level: 'warning' }, TODAY), {
    send: [bytesOf(21, 1, 112)],
    after: 'go-on',
  });
});

t.test('a server of another age answers in its own version, unless the client offers that one', async (t) => {
  for (const [version, minor] of [
    ['TLSv1', 1],
    ['TLSv1.1', 2],
  ] as const) {
    const { send, after } = answerHello({ fault: 'old-server-hello', version }, TODAY);
    t.equal(after, 'stall');
    const [record] = new RecordReader('server').push(Buffer.concat(send));
    t.same(record?.messages, ['ServerHello']);
    t.same([...(record?.bytes.subarray(1, 3) ?? [])], [3, minor]);
    t.same([...(record?.bytes.subarray(9, 11) ?? [])], [3, minor]);
    t.same(answerHello({ fault: 'old-server-hello', version }, offering('TLSv1.2', version)), GO_ON);
  }
});

t.test('a ClientHello that one packet cannot hold is met with a reset', async (t) => {
  t.same(answerHello({ fault: 'reset-large-hello' }, TODAY, 1461), { send: [], after: 'reset' });
  t.same(answerHello({ fault: 'reset-large-hello' }, TODAY, 1460), GO_ON);
});

t.test('a bit of application data is another one, and nothing else', async (t) => {
  const data = lastRecord('server', CHANGE_CIPHER_SPEC, bytesOf(23, 1, 2, 4));
  t.same(passRecord({ fault: 'flipped-bit' }, data), { send: [bytesOf(23, 1, 2, 5)], after: 'go-on' });
  t.same(passRecord({ fault: 'flipped-bit' }, serverFlight), { send: [serverFlight.bytes], after: 'go-on' });
});

t.test('a ClientHello can be met with no byte at all, in three ways', async (t) => {
  t.same(answerHello({ fault: 'empty-close' }, TODAY), { send: [], after: 'close' });
  t.same(answerHello({ fault: 'reset' }, TODAY), { send: [], after: 'reset' });
  t.same(answerHello({ fault: 'stall-after-client-hello' }, TODAY), { send: [], after: 'stall' });
});

t.test('random bytes are no record to any receiver', async (t) => {
  const seen = new Set<string>();
  for (let turn = 0; turn < 500; turn += 1) {
    const { send, after } = answerHello({ fault: 'random-bytes' }, TODAY);
    const noise = Buffer.concat(send);
    if (after !== 'close' || noise.length !== 256) t.fail(`${noise.length} bytes, then ${after}`);
    if (noise.readUInt8(0) < 0x80 || noise.readUInt8(1) < 0x80) t.fail(noise.toString('hex', 0, 5));
    seen.add(noise.toString('hex'));
  }
  t.equal(seen.size, 500, 'and no two are the same');
});

t.test('an oversized record is one byte longer than RFC 5246 section 6.2.3 allows', async (t) => {
  const { send, after } = answerHello({ fault: 'oversized-record' }, TODAY);
  const sent = Buffer.concat(send);
  t.equal(sent.readUInt16BE(3), 16_384 + 2048 + 1);
  t.equal(sent.length, 5 + sent.readUInt16BE(3), 'and all of it is there');
  t.equal(after, 'stall', 'the client has time for its alert');
});

t.test('only clients that offer too much are reset, whatever else they offer', async (t) => {
  const fault: WireFault = { fault: 'reset-newer', newest: 'TLSv1.1' };
  t.same(answerHello(fault, TODAY), { send: [], after: 'reset' });
  t.same(answerHello(fault, offering('TLSv1.2', 'TLSv1.1', 'TLSv1')), { send: [], after: 'reset' });
  t.same(answerHello(fault, offering('TLSv1.1', 'TLSv1')), GO_ON);
  t.same(answerHello(fault, null), GO_ON, 'what cannot be read is left to the server');
});

t.test('a fault that comes later leaves the ClientHello to the server', async (t) => {
  for (const fault of [
    'stall-after-server-hello',
    'cut-before-finished',
    'one-byte-records',
    'no-close-notify',
  ] as const) {
    t.same(answerHello({ fault }, TODAY), GO_ON, fault);
  }
});

t.test('stalls behind the ServerHello, and not behind the rest of its flight', async (t) => {
  const fault: WireFault = { fault: 'stall-after-server-hello' };
  t.same(passRecord(fault, serverFlight), { send: [bytesOf(22, 2, 0, 0, 1, 9)], after: 'stall' });
  const certificate = lastRecord('server', bytesOf(22, 11, 0, 0, 1, 9));
  t.same(passRecord(fault, certificate), { send: [certificate.bytes], after: 'go-on' });
});

t.test("cuts at the client's Finished, and in a resumed session ahead of the server's", async (t) => {
  const fault: WireFault = { fault: 'cut-before-finished' };
  t.same(takeRecord(fault, clientKeyExchange), GO_ON);
  t.same(takeRecord(fault, clientFinished), { send: [], after: 'close' });
  t.same(passRecord(fault, serverFlight), { send: [serverFlight.bytes], after: 'go-on' });
  t.same(passRecord(fault, serverChange), { send: [], after: 'close' });
  t.same(takeRecord({ fault: 'no-close-notify' }, clientFinished), GO_ON, 'no other fault does that');
});

t.test('splits the handshake in clear into records of one byte, and nothing else', async (t) => {
  const fault: WireFault = { fault: 'one-byte-records' };
  const { send, after } = passRecord(fault, serverFlight);
  t.equal(after, 'go-on');
  t.same(send[0], bytesOf(22, 2));
  t.equal(send.length, 10);
  const joined = new RecordReader('server').push(Buffer.concat(send)).flatMap(({ messages }) => messages);
  t.same(joined, ['ServerHello', 'Certificate']);
  t.same(passRecord(fault, serverChange).send, [serverChange.bytes]);
});

t.test('holds back close_notify and closes', async (t) => {
  t.same(passRecord({ fault: 'no-close-notify' }, serverAlert), { send: [], after: 'close' });
  t.same(passRecord({ fault: 'no-close-notify' }, serverFlight).send, [serverFlight.bytes]);
});
