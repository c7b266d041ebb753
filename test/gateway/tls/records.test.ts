import t from 'tap';
import { alertFromError } from '../../../gateway/tls/alerts.ts';
import { RecordReader } from '../../../gateway/tls/records.ts';

const record = (type: number, ...body: number[]): Buffer =>
  Buffer.from([type, 3, 3, body.length >> 8, body.length & 0xff, ...body]);

t.test('names the handshake messages in a record, however they are cut', async (t) => {
  const helloAndCertificate = [2, 0, 0, 2, 7, 7, 11, 0, 0, 1, 9];
  t.same(new RecordReader('server').push(record(22, ...helloAndCertificate))[0]?.messages, [
    'ServerHello',
    'Certificate',
  ]);

  const reader = new RecordReader('server');
  const names = helloAndCertificate.flatMap((byte) =>
    reader.push(record(22, byte)).flatMap((r) => r.messages),
  );
  t.same(names, ['ServerHello', 'Certificate'], 'in records of one byte');
});

t.test('puts records together from any pieces', async (t) => {
  const bytes = Buffer.concat([record(22, 14, 0, 0, 0), record(20, 1)]);
  const reader = new RecordReader('client');
  const types = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])).map(({ type }) => type));
  t.same(types, ['handshake', 'change_cipher_spec']);
});

t.test('reads alerts in clear and says nothing about encrypted ones', async (t) => {
  const reader = new RecordReader('client');
  const [clear] = reader.push(record(21, 2, 48));
  t.same(clear?.alert, { level: 'fatal', code: 48, description: 'unknown_ca', sentBy: 'client' });
  const [, hidden] = reader.push(Buffer.concat([record(20, 1), record(21, 1, 2, 3, 4)]));
  t.equal(hidden?.alert, null);
  t.equal(hidden?.encrypted, true);
});

t.test("OpenSSL's error shows whose alert ended a handshake", async (t) => {
  const error = (code: string, message: string) => Object.assign(new Error(message), { code });
  t.match(
    alertFromError(error('ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'tlsv1 alert unknown ca: SSL alert number 48')),
    {
      description: 'unknown_ca',
      sentBy: 'client',
    },
  );
  t.match(alertFromError(error('ERR_SSL_UNSUPPORTED_PROTOCOL', 'unsupported protocol')), {
    description: 'protocol_version',
    sentBy: 'server',
  });
  t.equal(alertFromError(error('ECONNRESET', 'read ECONNRESET')), null);
});
